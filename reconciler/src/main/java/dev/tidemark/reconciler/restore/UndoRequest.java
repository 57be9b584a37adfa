package dev.tidemark.reconciler.restore;

import dev.tidemark.reconciler.drift.LiveState;
import dev.tidemark.snapshots.history.Snapshot;
import dev.tidemark.snapshots.layout.SnapshotLayout;
import dev.tidemark.snapshots.model.ResourceId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A restore that is to be taken back. */
public final class UndoRequest {

    private final String restore;
    private final List<Outcome> outcomes;
    private final Snapshot restored;
    private final Set<ResourceId> written = new HashSet<>();

    /**
     * @param restore its id
     * @param outcomes what it did
     * @param restored the snapshot that it brought back
     */
    public UndoRequest(String restore, List<Outcome> outcomes, Snapshot restored) {
        this.restore = restore;
        this.outcomes = List.copyOf(outcomes);
        this.restored = restored;
        outcomes.stream()
                .filter(o -> o.kind() == Outcome.Kind.CREATED || o.kind() == Outcome.Kind.UPDATED)
                .filter(o -> o.reason().isEmpty())
                .forEach(o -> written.add(o.id()));
    }

    String restore() {
        return restore;
    }

    List<Outcome> outcomes() {
        return outcomes;
    }

    /** Whether the object at {@code path}, as the restore left it, has been changed by somebody since. */
    boolean changedSince(LiveState live, String path) {
        return live.exported().objects().containsKey(path)
                && !restored.index()
                        .get(path)
                        .equals(java.util.Optional.of(
                                live.exported().objects().get(path).blob()));
    }

    /** The same for an object that the restore wrote; of others a change is none of the undo's business. */
    boolean changedSince(LiveState live, ResourceId id) {
        return written.contains(id) && changedSince(live, SnapshotLayout.path(id));
    }
}
