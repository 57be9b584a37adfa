package dev.tidemark.reconciler.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.reconciler.cluster.ClusterReader;
import dev.tidemark.reconciler.drift.LiveState;
import dev.tidemark.snapshots.history.Snapshot;
import dev.tidemark.snapshots.layout.SnapshotLayout;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.plan.Action;
import dev.tidemark.snapshots.plan.Step;
import dev.tidemark.snapshots.plan.Waves;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Plans the deletion of what a restore made: those very objects, as long as nobody has changed them since, but for the
 * kinds that take data with them.
 */
final class UndoneCreations implements Deletions {

    private static final Set<String> TAKE_DATA_ALONG =
            Set.of("PersistentVolume", "PersistentVolumeClaim", "CustomResourceDefinition");

    private final SinceRestore since;
    private final LiveState live;
    private final Snapshot snapshot;
    private final ClusterReader reader;

    /** {@code snapshot} = what the undo brings back. */
    UndoneCreations(SinceRestore since, LiveState live, Snapshot snapshot, ClusterReader reader) {
        this.since = since;
        this.live = live;
        this.snapshot = snapshot;
        this.reader = reader;
    }

    @Override
    public List<Step> steps(Map<ResourceId, String> uids) {
        List<Step> steps = new ArrayList<>();
        for (Outcome outcome : since.undo().outcomes()) {
            if (outcome.created() && goes(outcome.id())) {
                step(outcome, uids).ifPresent(steps::add);
            }
        }
        return steps;
    }

    private boolean goes(ResourceId id) {
        String path = SnapshotLayout.path(id);
        boolean back = snapshot.index().get(path).isPresent();
        return since.cameAlong(id) || (!back && live.has(path));
    }

    private Optional<Step> step(Outcome made, Map<ResourceId, String> uids) {
        ResourceId id = made.id();
        ResourceType type = live.exported()
                .discovery()
                .types()
                .ofKind(id.group(), id.kind())
                .orElseThrow();
        Optional<ObjectNode> now = reader.get(type, id.namespace(), id.name());
        if (now.isEmpty()) {
            return Optional.empty();
        }
        boolean same = now.get().path("metadata").path("uid").asText().equals(made.uid());
        if (!same || since.changed(id)) {
            return Optional.of(step(id, Action.BLOCKED, Reasons.CHANGED_SINCE_RESTORE));
        }
        if (TAKE_DATA_ALONG.contains(id.kind())) {
            return Optional.of(step(id, Action.BLOCKED, "protected: data goes with it; delete it by hand"));
        }
        uids.put(id, made.uid());
        return Optional.of(step(id, Action.DELETE, "made by " + since.undo().restore()));
    }

    private static Step step(ResourceId id, Action action, String reason) {
        return new Step(Waves.ofDeletion(id), id, action, reason, List.of());
    }
}
