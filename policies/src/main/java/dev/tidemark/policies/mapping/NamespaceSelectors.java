package dev.tidemark.policies.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.normalise.rules.Rules;
import dev.tidemark.snapshots.model.ResourceId;

/**
 * Selectors of namespaces by the label that holds their name, in network policies, webhooks and the affinity of Pods, and
 * the lists of namespaces of the latter.
 */
final class NamespaceSelectors {

    private static final String NAME_LABEL = "kubernetes.io/metadata.name";

    private NamespaceSelectors() {}

    static void rewrite(ResourceId id, ObjectNode tree, NamespaceMap map) {
        if (Rules.standard().builtIn(id.group())) {
            walk(tree, map);
        }
    }

    private static void walk(JsonNode node, NamespaceMap map) {
        if (node.has("namespaceSelector")) {
            selector(node.path("namespaceSelector"), map);
        }
        if (node.has("topologyKey")) {
            Values.mapAll(node.path("namespaces"), map);
        }
        for (JsonNode child : node) {
            if (child.isContainerNode()) {
                walk(child, map);
            }
        }
    }

    private static void selector(JsonNode selector, NamespaceMap map) {
        Values.map(selector.path("matchLabels"), NAME_LABEL, map);
        for (JsonNode expression : selector.path("matchExpressions")) {
            if (expression.path("key").asText().equals(NAME_LABEL)) {
                Values.mapAll(expression.path("values"), map);
            }
        }
    }
}
