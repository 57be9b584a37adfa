package dev.tidemark.policies.normalise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.ResourceId;

/** What two manifests are compared by: less than they hold, since some of it is nobody's wish. */
public final class ComparedForm {

    private ComparedForm() {}

    /** Takes out of {@code tree} what a comparison passes over: the replicas that an autoscaler sets. */
    public static void forget(ResourceId id, ObjectNode tree, ClusterFacts facts) {
        if (facts.hpaScales(id) && tree.get("spec") instanceof ObjectNode spec) {
            spec.remove("replicas");
        }
    }

    /** Takes out of a Service, as it is live, the ports of nodes that {@code target} leaves to the server to choose. */
    public static void forgetChosen(ResourceId id, ObjectNode live, ObjectNode target) {
        boolean service = id.group().isEmpty() && id.kind().equals("Service");
        if (!service || !(live.get("spec") instanceof ObjectNode spec)) {
            return;
        }
        JsonNode wanted = target.path("spec");
        if (!wanted.has("healthCheckNodePort")) {
            spec.remove("healthCheckNodePort");
        }
        for (JsonNode port : spec.path("ports")) {
            boolean chosen = wanted.path("ports")
                    .valueStream()
                    .anyMatch(other ->
                            same(port, other, "port") && same(port, other, "protocol") && !other.has("nodePort"));
            if (chosen) {
                ((ObjectNode) port).remove("nodePort");
            }
        }
    }

    private static boolean same(JsonNode port, JsonNode other, String field) {
        return port.path(field).asText().equals(other.path(field).asText());
    }
}
