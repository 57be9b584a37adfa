package dev.tidemark.reconciler.drift;

import dev.tidemark.policies.select.Selection;
import dev.tidemark.reconciler.capture.Exported;
import dev.tidemark.reconciler.capture.Exporter;
import dev.tidemark.reconciler.capture.ManifestSink;
import dev.tidemark.reconciler.capture.Progress;
import dev.tidemark.snapshots.history.Snapshot;
import dev.tidemark.snapshots.model.BlobId;
import dev.tidemark.snapshots.model.Manifest;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The live cluster seen beside a snapshot: of the objects that are equal only the fact is kept, of the others the
 * manifest.
 */
public final class LiveState {

    private final Exported exported;
    private final Map<String, Manifest> different;

    private LiveState(Exported exported, Map<String, Manifest> different) {
        this.exported = exported;
        this.different = different;
    }

    public static LiveState read(Exporter exporter, Selection selection, Snapshot base, Progress progress) {
        Map<String, Manifest> different = new TreeMap<>();
        Exported exported = exporter.beside(
                base,
                selection,
                new ManifestSink() {
                    @Override
                    public void changed(String path, Manifest manifest, byte[] yaml, Optional<BlobId> before) {
                        synchronized (different) {
                            different.put(path, manifest);
                        }
                    }

                    @Override
                    public void restart() {
                        synchronized (different) {
                            different.clear();
                        }
                    }
                },
                progress);
        return new LiveState(exported, different);
    }

    public Exported exported() {
        return exported;
    }

    /** Whether the cluster has the object at this path. */
    public boolean has(String path) {
        return exported.objects().containsKey(path);
    }

    /** Whether the object at this path is byte for byte the snapshot's. */
    public boolean same(String path) {
        return has(path) && !different.containsKey(path);
    }

    /** The live manifest, where it is not byte for byte the snapshot's; one with secrets as its sealed document. */
    public Optional<Manifest> different(String path) {
        return Optional.ofNullable(different.get(path));
    }

    /** Every live object that is not byte for byte the snapshot's, by path. */
    public Map<String, Manifest> different() {
        return different;
    }
}
