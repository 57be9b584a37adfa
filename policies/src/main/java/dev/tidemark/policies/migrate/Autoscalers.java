package dev.tidemark.policies.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** HorizontalPodAutoscaler of {@code v2beta1}: each metric has one target of a named kind, and its name is nested. */
final class Autoscalers {

    private Autoscalers() {}

    static void rewrite(ObjectNode tree) {
        for (JsonNode metric : tree.path("spec").path("metrics")) {
            for (String source : new String[] {"resource", "containerResource", "pods", "object", "external"}) {
                if (metric.get(source) instanceof ObjectNode node) {
                    rewriteSource(node);
                }
            }
        }
    }

    private static void rewriteSource(ObjectNode source) {
        if (source.get("target") instanceof ObjectNode described && described.has("kind")) {
            source.remove("target");
            source.set("describedObject", described);
        }
        nestName(source);
        ObjectNode target = source.objectNode();
        move(source, "targetAverageUtilization", target, "averageUtilization", "Utilization");
        move(source, "targetAverageValue", target, "averageValue", "AverageValue");
        move(source, "averageValue", target, "averageValue", "AverageValue");
        JsonNode total = source.remove("targetValue");
        if (total != null && target.isEmpty()) {
            target.put("type", "Value").set("value", total);
        }
        if (!target.isEmpty()) {
            source.set("target", target);
        }
    }

    private static void nestName(ObjectNode source) {
        JsonNode name = source.remove("metricName");
        if (name != null) {
            ObjectNode metric = source.putObject("metric");
            metric.set("name", name);
            @Nullable JsonNode selector = source.remove("metricSelector");
            selector = selector == null ? source.remove("selector") : selector;
            if (selector != null) {
                metric.set("selector", selector);
            }
        }
    }

    private static void move(ObjectNode source, String from, ObjectNode target, String to, String type) {
        JsonNode value = source.remove(from);
        if (value != null && target.isEmpty()) {
            target.put("type", type).set(to, value);
        }
    }
}
