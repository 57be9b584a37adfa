package dev.tidemark.policies.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Deployment and its like: the selector was the template's labels where there was none; it must be there now. */
final class Workloads {

    private Workloads() {}

    static void rewrite(ObjectNode tree) {
        ObjectNode spec = tree.withObject("/spec");
        spec.remove(List.of("rollbackTo", "templateGeneration"));
        JsonNode labels = spec.path("template").path("metadata").path("labels");
        if (!spec.hasNonNull("selector") && labels.isObject()) {
            spec.putObject("selector").set("matchLabels", labels.deepCopy());
        }
    }
}
