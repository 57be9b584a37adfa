package dev.tidemark.reconciler.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.references.References;
import dev.tidemark.reconciler.cluster.ApiError;
import dev.tidemark.reconciler.cluster.ClusterReader;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.model.TypeTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds what an object needs and neither a plan nor the cluster has. */
final class Dependencies {

    private final ClusterReader reader;
    private final TypeTable served;
    private final TypeTable known;
    private final Map<ResourceId, Boolean> inCluster = new HashMap<>();

    /** {@code known} = the types of the snapshot, in which an object may be there that the cluster does not serve. */
    Dependencies(ClusterReader reader, TypeTable served, TypeTable known) {
        this.reader = reader;
        this.served = served;
        this.known = served.plus(known);
    }

    /** What {@code tree} names; of types that neither the cluster nor the snapshot knows, or in another scope, nothing. */
    List<ResourceId> named(ResourceId id, ObjectNode tree) {
        return References.of(id, tree).stream()
                .flatMap(reference -> known
                        .ofKind(reference.group(), reference.kind())
                        .filter(type ->
                                type.namespaced() != reference.namespace().isEmpty())
                        .map(type -> type.id(reference.namespace(), reference.name()))
                        .stream())
                .toList();
    }

    /** What of {@code needed} the cluster does not have. Asked once for each object. */
    boolean lacks(ResourceId needed) {
        return !inCluster.computeIfAbsent(needed, this::exists);
    }

    /** What we may not look at is not said to be lacking. */
    private boolean exists(ResourceId id) {
        try {
            return served.ofKind(id.group(), id.kind())
                    .filter(type -> present(type, id))
                    .isPresent();
        } catch (ApiError e) {
            return e.code() == 403;
        }
    }

    private boolean present(ResourceType type, ResourceId id) {
        return reader.get(type, id.namespace(), id.name())
                .filter(live -> !live.path("metadata").has("deletionTimestamp"))
                .isPresent();
    }
}
