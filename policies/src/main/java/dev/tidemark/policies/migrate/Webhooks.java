package dev.tidemark.policies.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** Webhook configurations: other defaults, which are written out, and side effects that must be told. */
final class Webhooks {

    private static final Set<String> ACCEPTED = Set.of("None", "NoneOnDryRun");

    private Webhooks() {}

    static void rewrite(ObjectNode tree) {
        for (JsonNode element : tree.path("webhooks")) {
            ObjectNode webhook = (ObjectNode) element;
            putIfAbsent(webhook, "failurePolicy", "Ignore");
            putIfAbsent(webhook, "matchPolicy", "Exact");
            if (!webhook.hasNonNull("timeoutSeconds")) {
                webhook.put("timeoutSeconds", 30);
            }
            if (webhook.path("admissionReviewVersions").isEmpty()) {
                webhook.putArray("admissionReviewVersions").add("v1beta1");
            }
            if (!ACCEPTED.contains(webhook.path("sideEffects").asText())) {
                webhook.put("sideEffects", "None");
            }
        }
    }

    private static void putIfAbsent(ObjectNode webhook, String field, String value) {
        if (!webhook.hasNonNull(field)) {
            webhook.put(field, value);
        }
    }
}
