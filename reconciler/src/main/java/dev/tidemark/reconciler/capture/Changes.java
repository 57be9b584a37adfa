package dev.tidemark.reconciler.capture;

import dev.tidemark.snapshots.diff.Change;
import dev.tidemark.snapshots.history.Snapshot;
import dev.tidemark.snapshots.model.BlobId;
import dev.tidemark.snapshots.model.Manifest;
import dev.tidemark.snapshots.seal.SealedManifests;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gathers what an export changes against its base, as the commit message tells it. Of a flood of modifications only the
 * first {@value #DETAILED} are compared field by field: nobody reads more, and a first export has none.
 */
final class Changes {

    private static final int DETAILED = 500;

    private final Optional<Snapshot> base;
    private final List<Change> changes = new ArrayList<>();
    private int modified;

    Changes(Optional<Snapshot> base) {
        this.base = base;
    }

    synchronized void clear() {
        changes.clear();
        modified = 0;
    }

    synchronized void changed(String path, Manifest manifest, Optional<BlobId> before) {
        if (before.isEmpty()) {
            changes.add(Change.added(manifest.id()));
            return;
        }
        modified++;
        if (modified <= DETAILED) {
            base.orElseThrow()
                    .readable(path, before.get())
                    .map(then -> SealedManifests.modified(then, manifest))
                    .orElse(Optional.of(Change.added(manifest.id()))) // what it was is lost
                    .ifPresent(changes::add);
        }
    }

    synchronized void removed(List<NextTree.Removed> removed) {
        removed.forEach(r -> changes.add(Change.removed(r.id())));
    }

    /** All that is known, sorted; modifications beyond the first hundreds are only counted. */
    synchronized List<Change> list() {
        return changes.stream().sorted().toList();
    }

    synchronized int modified() {
        return modified;
    }

    /** How many modified objects there are beyond those that are listed. */
    synchronized int further() {
        return Math.max(0, modified - DETAILED);
    }
}
