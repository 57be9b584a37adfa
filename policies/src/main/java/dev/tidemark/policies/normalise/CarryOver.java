package dev.tidemark.policies.normalise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.normalise.rules.Rules;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;

/**
 * Makes the update that turns a live object into a manifest. A manifest is without what one cluster allocated; an
 * update without it would lose it, or be refused.
 */
public final class CarryOver {

    private CarryOver() {}

    /**
     * A copy of {@code target}, with what the live object alone knows, and with its uid and resource version, so that
     * the update fails when the object is another, or changed, by then.
     *
     * @param target a manifest's tree, not changed
     * @param live the object of the same identity as the API server returned it, not changed
     */
    public static ObjectNode body(ResourceType type, ObjectNode target, ObjectNode live, ClusterFacts facts) {
        ObjectNode body = target.deepCopy();
        Rules.standard().of(type).carryOver(live, target, body);
        if (!type.statusSubresource()) {
            repeat("status", live, body);
        }
        ObjectNode metadata = body.withObjectProperty("metadata");
        repeat("uid", live.path("metadata"), metadata);
        repeat("resourceVersion", live.path("metadata"), metadata);
        carryReplicas(type, live, body, facts);
        return body;
    }

    private static void repeat(String field, JsonNode from, ObjectNode to) {
        JsonNode value = from.get(field);
        if (value == null) {
            to.remove(field);
        } else {
            to.set(field, value.deepCopy());
        }
    }

    /** An autoscaler sets its own number soon again, but never starts what stands at zero: there the target's counts. */
    private static void carryReplicas(ResourceType type, ObjectNode live, ObjectNode body, ClusterFacts facts) {
        JsonNode metadata = body.path("metadata");
        ResourceId id = type.id(
                metadata.path("namespace").asText(), metadata.path("name").asText());
        if (facts.hpaScales(id)
                && live.path("spec").path("replicas").asInt() != 0
                && body.get("spec") instanceof ObjectNode spec) {
            repeat("replicas", live.path("spec"), spec);
        }
    }
}
