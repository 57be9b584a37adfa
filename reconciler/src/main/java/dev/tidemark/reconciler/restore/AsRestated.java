package dev.tidemark.reconciler.restore;

import dev.tidemark.policies.select.ObjectFilter;
import dev.tidemark.reconciler.cluster.ClusterReader;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.seal.SealedManifests;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether an object is still what a restore made of it, where a comparison of the selection with the snapshot does not
 * tell: it was wanted otherwise than the snapshot states it, or came along with what was selected.
 */
final class AsRestated {

    private final Map<ResourceId, Placement.At> restated = new HashMap<>();
    private final Set<ResourceId> cameAlong = new HashSet<>();
    private final ClusterReader reader;
    private final Judgement judgement;

    /** {@code filter} = what was selected of the snapshot that {@code undo} takes back. */
    AsRestated(
            UndoRequest undo, ObjectFilter filter, Placements placements, ClusterReader reader, Judgement judgement) {
        this.reader = reader;
        this.judgement = judgement;
        Set<ResourceId> made = undo.outcomes().stream()
                .filter(o -> o.kind() == Outcome.Kind.CREATED)
                .map(Outcome::id)
                .collect(Collectors.toSet());
        undo.restored()
                .forEachManifest(
                        path -> true,
                        (path, manifest) -> {
                            boolean along = made.contains(manifest.id())
                                    && !filter.test(manifest.id(), SealedManifests.labels(manifest));
                            if ((along || placements.restates(manifest))
                                    && placements.of(manifest) instanceof Placement.At at) {
                                restated.put(at.id(), at);
                            }
                            if (along) {
                                cameAlong.add(manifest.id());
                            }
                        },
                        (path, damage) -> {}); // what could not be read was not restored either
    }

    /** Whether the object was not selected, but needed. */
    boolean cameAlong(ResourceId id) {
        return cameAlong.contains(id);
    }

    /** Of all other objects it is not known, and the answer no. */
    boolean still(ResourceId id) {
        Placement.At at = restated.get(id);
        return at != null
                && reader.get(at.type(), id.namespace(), id.name())
                        .filter(live -> judgement
                                .differences(at.type(), live, at.tree())
                                .isEmpty())
                        .isPresent();
    }
}
