package dev.tidemark.snapshots.sops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Goes through a document's values in their order, as sops does: nulls are passed over, places in lists have no name. */
final class Leaves {

    private Leaves() {}

    /** What becomes of a value. */
    interface Change {

        /** {@code path} are the keys that lead to it. */
        JsonNode of(List<String> path, JsonNode value);
    }

    /** A copy of {@code document} in which each value is what {@code change} makes of it. */
    static ObjectNode changed(ObjectNode document, Change change) {
        return (ObjectNode) changed(List.of(), document, change);
    }

    private static JsonNode changed(List<String> path, JsonNode node, Change change) {
        if (node.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                List<String> below = new ArrayList<>(path);
                below.add(field.getKey());
                copy.set(field.getKey(), changed(below, field.getValue(), change));
            }
            return copy;
        }
        if (node.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            node.forEach(item -> copy.add(changed(path, item, change)));
            return copy;
        }
        return node.isNull() ? node : change.of(path, node);
    }

    /** A value's place, as its ciphertext is bound to it. */
    static String place(List<String> path) {
        return String.join(":", path) + ":";
    }
}
