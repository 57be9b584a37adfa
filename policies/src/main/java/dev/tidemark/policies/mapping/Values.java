package dev.tidemark.policies.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Rewrites values that are the name of a namespace. */
final class Values {

    private Values() {}

    /** The text at {@code field} of {@code holder}, if there is one. */
    static void map(JsonNode holder, String field, NamespaceMap map) {
        if (holder instanceof ObjectNode object && object.path(field).isTextual()) {
            object.put(field, map.here(object.path(field).asText()));
        }
    }

    /** Each text of a list. */
    static void mapAll(JsonNode list, NamespaceMap map) {
        if (list instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, map.here(array.get(i).asText()));
            }
        }
    }
}
