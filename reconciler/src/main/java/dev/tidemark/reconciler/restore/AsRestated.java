package dev.tidemark.reconciler.restore;

import dev.tidemark.reconciler.cluster.ClusterReader;
import dev.tidemark.snapshots.history.Snapshot;
import dev.tidemark.snapshots.model.ResourceId;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** Whether an object is what a restore made of a manifest that it could not take as it stands. */
final class AsRestated implements Predicate<ResourceId> {

    private final Map<ResourceId, Placement.At> restated = new HashMap<>();
    private final ClusterReader reader;
    private final Judgement judgement;

    AsRestated(Snapshot snapshot, Placements placements, ClusterReader reader, Judgement judgement) {
        this.reader = reader;
        this.judgement = judgement;
        snapshot.forEachManifest((path, manifest) -> {
            if (placements.restates(manifest) && placements.of(manifest) instanceof Placement.At at) {
                restated.put(at.id(), at);
            }
        });
    }

    @Override
    public boolean test(ResourceId id) {
        Placement.At at = restated.get(id);
        return at != null
                && reader.get(at.type(), id.namespace(), id.name())
                        .filter(live -> judgement
                                .differences(at.type(), live, at.tree())
                                .isEmpty())
                        .isPresent();
    }
}
