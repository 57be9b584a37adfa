package dev.tidemark.policies.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** PriorityLevelConfiguration: the shares have another name, and 0 is no longer another word for the default. */
final class PriorityLevels {

    private static final String ZERO_IS_MEANT = "flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares";
    private static final int DEFAULT_SHARES = 30;

    private PriorityLevels() {}

    static void rewrite(ObjectNode tree) {
        boolean zeroIsMeant =
                tree.path("metadata").path("annotations").path(ZERO_IS_MEANT).isTextual();
        if (tree.path("metadata").get("annotations") instanceof ObjectNode annotations) {
            annotations.remove(ZERO_IS_MEANT);
        }
        if (tree.path("spec").get("limited") instanceof ObjectNode limited) {
            JsonNode shares = limited.remove("assuredConcurrencyShares");
            if (shares != null) {
                limited.set("nominalConcurrencyShares", shares);
            }
            if (limited.path("nominalConcurrencyShares").asInt(0) == 0 && !zeroIsMeant) {
                limited.put("nominalConcurrencyShares", DEFAULT_SHARES);
            }
        }
    }
}
