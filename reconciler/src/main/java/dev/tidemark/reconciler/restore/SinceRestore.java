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
    private final AsRestated asRestated;
    private final Set<ResourceId> written = new HashSet<>();

    /**
     * @param live the cluster beside the snapshot that the restore brought back
     * @param asRestated the same for what that comparison does not tell
     */
    SinceRestore(UndoRequest undo, LiveState live, AsRestated asRestated) {
        this.undo = undo;
        this.live = live;
        this.asRestated = asRestated;
        undo.outcomes().stream().filter(o -> o.written() && !o.residual()).forEach(o -> written.add(o.id()));
    }

    UndoRequest undo() {
        return undo;
    }

    /** Whether an object is no longer as the restore left it. */
    boolean changed(ResourceId id) {
        String path = SnapshotLayout.path(id);
        boolean different =
                cameAlong(id) || (live.has(path) && live.different(path).isPresent());
        return different && !asRestated.still(id);
    }

    /** Whether the restore made an object because a selected one needed it. */
    boolean cameAlong(ResourceId id) {
        return asRestated.cameAlong(id);
    }

    /** The same for an object that the restore wrote; of others a change is none of the undo's business. */
    boolean changedWritten(ResourceId id) {
        return written.contains(id) && changed(id);
    }
}
