package dev.tidemark.policies.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.ResourceId;

/** Services that the API server calls: of webhooks, conversions and aggregated APIs. */
final class CalledServices {

    private CalledServices() {}

    static void rewrite(ResourceId id, ObjectNode tree, NamespaceMap map) {
        JsonNode spec = tree.path("spec");
        switch (id.group()) {
            case "admissionregistration.k8s.io" ->
                tree.path("webhooks")
                        .forEach(webhook ->
                                Values.map(webhook.path("clientConfig").path("service"), "namespace", map));
            case "apiregistration.k8s.io" -> Values.map(spec.path("service"), "namespace", map);
            case "apiextensions.k8s.io" ->
                Values.map(
                        spec.path("conversion")
                                .path("webhook")
                                .path("clientConfig")
                                .path("service"),
                        "namespace",
                        map);
            default -> {}
        }
    }
}
