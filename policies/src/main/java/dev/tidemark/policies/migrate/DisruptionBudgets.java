package dev.tidemark.policies.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** PodDisruptionBudget: an empty selector meant no Pod, and means every one now. */
final class DisruptionBudgets {

    /** The label that the API server itself asks for in a stored budget of the old version, and no Pod has. */
    private static final String NO_POD = "pdb.kubernetes.io/deprecated-v1beta1-empty-selector-match";

    private DisruptionBudgets() {}

    static void rewrite(ObjectNode tree) {
        JsonNode selector = tree.path("spec").path("selector");
        boolean empty = selector.path("matchLabels").isEmpty()
                && selector.path("matchExpressions").isEmpty();
        if (selector instanceof ObjectNode node && empty) {
            node.removeAll();
            node.putArray("matchExpressions").addObject().put("key", NO_POD).put("operator", "Exists");
        }
    }
}
