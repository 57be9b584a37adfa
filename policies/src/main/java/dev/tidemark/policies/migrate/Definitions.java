package dev.tidemark.policies.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** CustomResourceDefinition: what stood once for all versions stands with each one, and each must have a schema. */
final class Definitions {

    private static final String KEEPS_UNKNOWN = "x-kubernetes-preserve-unknown-fields";

    private Definitions() {}

    static void rewrite(ObjectNode tree) {
        ObjectNode spec = tree.withObject("/spec");
        JsonNode schema = spec.remove("validation");
        JsonNode subresources = spec.remove("subresources");
        JsonNode columns = spec.remove("additionalPrinterColumns");
        boolean keepsUnknown = !spec.path("preserveUnknownFields").isBoolean()
                || spec.path("preserveUnknownFields").asBoolean();
        spec.remove("preserveUnknownFields");
        for (ObjectNode version : versions(spec)) {
            setIfAbsent(version, "schema", schema);
            setIfAbsent(version, "subresources", subresources);
            setIfAbsent(version, "additionalPrinterColumns", columns);
            version.path("additionalPrinterColumns").forEach(column -> rename((ObjectNode) column));
            ObjectNode root = version.withObject("/schema").withObject("/openAPIV3Schema");
            if (!root.hasNonNull("type")) {
                root.put("type", "object");
            }
            if (keepsUnknown) {
                root.put(KEEPS_UNKNOWN, true);
            }
        }
        nestWebhook(spec.path("conversion"));
    }

    /** The oldest form names one version outside of the list. */
    private static List<ObjectNode> versions(ObjectNode spec) {
        JsonNode only = spec.remove("version");
        if (spec.path("versions").isEmpty() && only != null) {
            spec.putArray("versions")
                    .addObject()
                    .put("name", only.asText())
                    .put("served", true)
                    .put("storage", true);
        }
        List<ObjectNode> versions = new ArrayList<>();
        spec.path("versions").forEach(version -> versions.add((ObjectNode) version));
        return versions;
    }

    private static void setIfAbsent(ObjectNode version, String field, @Nullable JsonNode value) {
        if (value != null && !version.hasNonNull(field)) {
            version.set(field, value.deepCopy());
        }
    }

    private static void rename(ObjectNode column) {
        JsonNode path = column.remove("JSONPath");
        if (path != null) {
            column.set("jsonPath", path);
        }
    }

    private static void nestWebhook(JsonNode conversion) {
        if (!(conversion instanceof ObjectNode old)) {
            return;
        }
        JsonNode client = old.remove("webhookClientConfig");
        JsonNode reviews = old.remove("conversionReviewVersions");
        if (client != null) {
            ObjectNode webhook = old.putObject("webhook");
            webhook.set("clientConfig", client);
            if (reviews == null) {
                webhook.putArray("conversionReviewVersions").add("v1beta1");
            } else {
                webhook.set("conversionReviewVersions", reviews);
            }
        }
    }
}
