package dev.tidemark.policies.normalise.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A list whose order means nothing and changes by itself: it stands in an order of its own. */
record SortedList(Set<String> types, FieldPath path) {

    /** A text with the place it sorts its element to. */
    private record Placed(String place, JsonNode element) {}

    void sort(ObjectNode object) {
        path.holders(object, holder -> {
            if (holder.get(path.field()) instanceof ArrayNode list && list.size() > 1) {
                sort(list);
            }
        });
    }

    private static void sort(ArrayNode list) {
        List<Placed> placed = new ArrayList<>(list.size());
        list.forEach(element -> placed.add(new Placed(place(element), element)));
        placed.sort((one, other) -> one.place().compareTo(other.place()));
        list.removeAll();
        placed.forEach(each -> list.add(each.element()));
    }

    private static String place(JsonNode element) {
        StringBuilder text = new StringBuilder();
        write(element, text);
        return text.toString();
    }

    /** The order of an element's own keys must not matter: a manifest has another one than the server. */
    private static void write(JsonNode node, StringBuilder text) {
        if (node instanceof ObjectNode mapping) {
            Set<String> keys = new TreeSet<>();
            mapping.fieldNames().forEachRemaining(keys::add);
            for (String key : keys) {
                text.append(key).append('=');
                write(mapping.get(key), text);
            }
        } else if (node instanceof ArrayNode list) {
            list.forEach(element -> write(element, text.append('-')));
        } else {
            text.append(node.asText()).append('\n');
        }
    }
}
