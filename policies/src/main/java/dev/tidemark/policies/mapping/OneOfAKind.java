package dev.tidemark.policies.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.ResourceId;
import java.util.List;

/** What only one object of a cluster can have stays with the original: the ports of nodes, and addresses. */
final class OneOfAKind {

    private OneOfAKind() {}

    static void rewrite(ResourceId id, ObjectNode tree, NamespaceMap map) {
        if (!id.group().isEmpty() || !id.kind().equals("Service") || !map.moves(id)) {
            return;
        }
        if (tree.get("spec") instanceof ObjectNode spec) {
            spec.remove(List.of("healthCheckNodePort", "loadBalancerIP"));
            if (!spec.path("clusterIP").asText().equals("None")) {
                spec.remove(List.of("clusterIP", "clusterIPs"));
            }
            for (JsonNode port : spec.path("ports")) {
                ((ObjectNode) port).remove("nodePort");
            }
        }
    }
}
