package dev.tidemark.reconciler.restore;

import dev.tidemark.reconciler.drift.LiveState;
import dev.tidemark.snapshots.layout.SnapshotLayout;
import dev.tidemark.snapshots.model.ResourceId;
import java.util.HashSet;
import java.util.Set;

/**
 * What has become of what a restore wrote. The live cluster is read beside the snapshot that was restored: beside any
 * other one a Secret would have a ciphertext of its own, and look changed.
 */
final class SinceRestore {

    private final UndoRequest undo;
    private final LiveState live;
    private final Set<ResourceId> written = new HashSet<>();

    /** {@code live} = the cluster beside the snapshot that the restore brought back. */
    SinceRestore(UndoRequest undo, LiveState live) {
        this.undo = undo;
        this.live = live;
        undo.outcomes().stream().filter(o -> o.written() && !o.residual()).forEach(o -> written.add(o.id()));
    }

    UndoRequest undo() {
        return undo;
    }

    /** Whether the object at {@code path}, as the restore left it, has been changed by somebody since. */
    boolean changed(String path) {
        return live.has(path) && live.different(path).isPresent();
    }

    /** The same for an object that the restore wrote; of others a change is none of the undo's business. */
    boolean changed(ResourceId id) {
        return written.contains(id) && changed(SnapshotLayout.path(id));
    }
}
