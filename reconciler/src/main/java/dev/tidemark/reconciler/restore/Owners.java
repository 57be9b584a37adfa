package dev.tidemark.reconciler.restore;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.reconciler.cluster.ClusterReader;
import dev.tidemark.snapshots.model.OwnerReference;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.model.TypeTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gives a new object its owners back, by the uids that they have in this cluster. An owner that is not there is left out:
 * a reference to nobody would have the object deleted at once.
 */
final class Owners {

    private final ClusterReader reader;
    private final TypeTable types;

    Owners(ClusterReader reader, TypeTable types) {
        this.reader = reader;
        this.types = types;
    }

    /** Why {@code object} lacks owners, a reason for each that is not there. */
    List<String> set(ObjectNode object, List<OwnerReference> owners) {
        ArrayNode references = JsonNodeFactory.instance.arrayNode();
        List<String> absent = new ArrayList<>();
        String namespace = object.path("metadata").path("namespace").asText("");
        for (OwnerReference owner : owners) {
            uid(owner, namespace)
                    .ifPresentOrElse(
                            uid -> references
                                    .addObject()
                                    .put("apiVersion", owner.apiVersion())
                                    .put("kind", owner.kind())
                                    .put("name", owner.name())
                                    .put("uid", uid)
                                    .put("controller", owner.controller())
                                    .put("blockOwnerDeletion", owner.blockOwnerDeletion()),
                            () -> absent.add(Reasons.OWNER_ABSENT + ": " + owner.display()));
        }
        if (!references.isEmpty()) {
            object.withObject("/metadata").set("ownerReferences", references);
        }
        return absent;
    }

    private Optional<String> uid(OwnerReference owner, String namespace) {
        Optional<ResourceType> type = types.ofKind(owner.group(), owner.kind());
        return type.flatMap(t -> reader.get(t, t.namespaced() ? namespace : "", owner.name()))
                .filter(live -> !live.path("metadata").has("deletionTimestamp"))
                .map(live -> live.path("metadata").path("uid").asText());
    }
}
