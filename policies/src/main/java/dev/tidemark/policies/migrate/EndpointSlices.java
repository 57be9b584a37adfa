package dev.tidemark.policies.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** EndpointSlice: node and zone have fields of their own; the other labels of the place are kept as deprecated. */
final class EndpointSlices {

    private EndpointSlices() {}

    static void rewrite(ObjectNode tree) {
        for (JsonNode element : tree.path("endpoints")) {
            if (element instanceof ObjectNode endpoint && endpoint.remove("topology") instanceof ObjectNode topology) {
                move(topology, "kubernetes.io/hostname", endpoint, "nodeName");
                move(topology, "topology.kubernetes.io/zone", endpoint, "zone");
                if (!topology.isEmpty()) {
                    endpoint.set("deprecatedTopology", topology);
                }
            }
        }
    }

    private static void move(ObjectNode topology, String label, ObjectNode endpoint, String field) {
        JsonNode value = topology.remove(label);
        if (value != null && !endpoint.hasNonNull(field)) {
            endpoint.set(field, value);
        }
    }
}
