package dev.tidemark.reconciler.bundle;

import dev.tidemark.reconciler.keys.KeyUse;
import dev.tidemark.snapshots.bundle.BundleEntry;
import dev.tidemark.snapshots.history.Snapshot;
import dev.tidemark.snapshots.layout.ManifestReader;
import dev.tidemark.snapshots.layout.SealedDocuments;
import dev.tidemark.snapshots.layout.SnapshotLayout;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.Manifest;
import dev.tidemark.snapshots.seal.Unsealer;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The manifests of a snapshot as a bundle holds them: each at its object's path, what was sealed opened, all else byte for
 * byte, and what does not open in the file where it stands.
 * Opening takes the processors' time and every file is asked for more than once, so what was opened is kept, within a
 * share of the heap; what is beyond that is opened again.
 */
final class PlainManifests {

    private static final int SHARE_OF_HEAP = 4;

    private final Snapshot snapshot;
    private final Unsealer unsealer;
    private final Map<String, byte[]> kept = new ConcurrentHashMap<>();
    private final AtomicLong room = new AtomicLong(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);

    PlainManifests(Snapshot snapshot, Unsealer unsealer) {
        this.snapshot = snapshot;
        this.unsealer = unsealer;
    }

    /**
     * Every manifest of the snapshot.
     *
     * @param entries in the order of their paths
     * @param opened how many of them were sealed
     */
    record Read(List<BundleEntry> entries, int opened, List<Shortfall> shortfalls) {}

    /** What became of one file. */
    private sealed interface Look {

        /** It is what it shall be. */
        record Good(BundleEntry entry, boolean opened) implements Look {}

        /** It stays as it stands in the repository. */
        record Sealed(BundleEntry entry, Shortfall shortfall) implements Look {}

        record Lost(Shortfall shortfall) implements Look {}
    }

    /** Looks at every file, and opens what is sealed, on all processors. */
    Read read() {
        List<String> files = new ArrayList<>();
        snapshot.files().forEach((file, blob) -> {
            if (SnapshotLayout.isManifest(file)) {
                files.add(file);
            }
        });
        List<Look> looks = files.parallelStream().map(this::look).toList();
        List<BundleEntry> entries = new ArrayList<>(looks.size());
        List<Shortfall> shortfalls = new ArrayList<>();
        int opened = 0;
        for (Look look : looks) {
            switch (look) {
                case Look.Good good -> {
                    entries.add(good.entry());
                    opened += good.opened() ? 1 : 0;
                }
                case Look.Sealed closed -> {
                    entries.add(closed.entry());
                    shortfalls.add(closed.shortfall());
                }
                case Look.Lost lost -> shortfalls.add(lost.shortfall());
            }
        }
        entries.sort(Comparator.comparing(BundleEntry::path));
        return new Read(entries, opened, shortfalls);
    }

    private Look look(String file) {
        String path = SnapshotLayout.objectPath(file);
        byte[] bytes;
        try {
            bytes = bytes(path);
        } catch (Failure damaged) {
            return new Look.Lost(new Shortfall(snapshot.identityOf(path), false, damaged.why()));
        }
        BundleEntry asItIs = new BundleEntry(file, () -> bytes(path));
        if (!KeyUse.mayBeSealed(file)) {
            return new Look.Good(asItIs, false);
        }
        Manifest manifest;
        try {
            manifest = manifest(path, bytes);
        } catch (Failure malformed) {
            return new Look.Sealed(asItIs, new Shortfall(snapshot.identityOf(path), true, malformed.why()));
        }
        if (!SealedDocuments.isSealed(manifest.tree())) {
            return new Look.Good(asItIs, false);
        }
        return switch (unsealer.open(manifest.tree())) {
            case Unsealer.Unsealed.Opened opened -> {
                keep(path, CanonicalYaml.write(opened.object()));
                yield new Look.Good(new BundleEntry(path, () -> opened(path)), true);
            }
            case Unsealer.Unsealed.Unopenable closed ->
                new Look.Sealed(asItIs, new Shortfall(manifest.id(), true, closed.reason()));
        };
    }

    private byte[] bytes(String path) {
        return snapshot.file(path).orElseThrow();
    }

    private Manifest manifest(String path, byte[] bytes) {
        return new ManifestReader(snapshot.types()).read(path, bytes);
    }

    private void keep(String path, byte[] content) {
        if (room.addAndGet(-content.length) >= 0) {
            kept.put(path, content);
        }
    }

    private byte[] opened(String path) {
        byte[] known = kept.get(path);
        if (known != null) {
            return known;
        }
        return switch (unsealer.open(manifest(path, bytes(path)).tree())) {
            case Unsealer.Unsealed.Opened again -> CanonicalYaml.write(again.object());
            case Unsealer.Unsealed.Unopenable never -> throw new IllegalStateException("it opened before: " + path);
        };
    }
}
