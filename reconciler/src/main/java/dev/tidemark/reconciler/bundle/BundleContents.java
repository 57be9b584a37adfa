package dev.tidemark.reconciler.bundle;

import dev.tidemark.snapshots.bundle.BundleEntry;
import dev.tidemark.snapshots.git.Commit;
import java.time.Instant;
import java.util.List;

/**
 * Everything that goes into a bundle.
 *
 * @param commit whose state it is
 * @param createdAt to the second
 * @param entries in their order
 * @param objects how many manifests there are
 * @param opened how many of them were sealed in the snapshot
 * @param shortfalls what is in it otherwise than it should be
 */
public record BundleContents(
        Commit commit,
        Instant createdAt,
        List<BundleEntry> entries,
        int objects,
        int opened,
        List<Shortfall> shortfalls) {

    public BundleContents {
        entries = List.copyOf(entries);
        shortfalls = List.copyOf(shortfalls);
    }

    /** Whether every object is in it, and opened. */
    public boolean complete() {
        return shortfalls.isEmpty();
    }
}
