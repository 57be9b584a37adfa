package dev.tidemark.reconciler.restore;

import dev.tidemark.reconciler.drift.LiveState;
import dev.tidemark.snapshots.layout.SnapshotLayout;
import dev.tidemark.snapshots.model.ResourceId;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What has become of what a restore wrote. The live cluster is read beside the snapshot that was restored: beside any
 * other one a Secret would have a ciphertext of its own, and look changed.
 */
final class SinceRestore {

    private final UndoRequest undo;
    private final LiveState live;
    private final Predicate<ResourceId> asRestated;
    private final Set<ResourceId> written = new HashSet<>();

    /**
     * @param live the cluster beside the snapshot that the restore brought back
     * @param asRestated whether an object that the restore wrote otherwise than that snapshot has it is still so
     */
    SinceRestore(UndoRequest undo, LiveState live, Predicate<ResourceId> asRestated) {
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
        return live.has(path) && live.different(path).isPresent() && !asRestated.test(id);
    }

    /** The same for an object that the restore wrote; of others a change is none of the undo's business. */
    boolean changedWritten(ResourceId id) {
        return written.contains(id) && changed(id);
    }
}
