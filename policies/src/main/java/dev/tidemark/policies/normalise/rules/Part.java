package dev.tidemark.policies.normalise.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** How much of a field a rule is about. A mapping or list that is empty only because its part went, goes with it. */
sealed interface Part {

    /** Takes it out of {@code holder}, which stands in {@code object}. */
    void remove(ObjectNode holder, String field, ObjectNode object);

    /** Puts a copy of what {@code from} has, and {@code to} has not, into {@code to}. {@code object} holds {@code from}. */
    void copy(ObjectNode from, ObjectNode to, String field, ObjectNode object);

    /** All of the field. */
    record Whole() implements Part {

        @Override
        public void remove(ObjectNode holder, String field, ObjectNode object) {
            holder.remove(field);
        }

        @Override
        public void copy(ObjectNode from, ObjectNode to, String field, ObjectNode object) {
            JsonNode value = from.get(field);
            if (value != null && !to.has(field)) {
                to.set(field, value.deepCopy());
            }
        }
    }

    /** Some entries of a mapping with keys of the user's choice, such as labels. */
    record Entries(List<String> keys) implements Part {

        @Override
        public void remove(ObjectNode holder, String field, ObjectNode object) {
            if (holder.get(field) instanceof ObjectNode mapping && !mapping.isEmpty()) {
                keys.forEach(mapping::remove);
                if (mapping.isEmpty()) {
                    holder.remove(field);
                }
            }
        }

        @Override
        public void copy(ObjectNode from, ObjectNode to, String field, ObjectNode object) {
            for (String key : keys) {
                JsonNode value = from.path(field).get(key);
                if (value != null && !to.path(field).has(key)) {
                    ObjectNode mapping = to.get(field) instanceof ObjectNode there ? there : to.putObject(field);
                    mapping.set(key, value.deepCopy());
                }
            }
        }
    }

    /** Some elements of a list: those whose {@code key} is like one of {@code names}. */
    record Elements(String key, List<TextPattern> names) implements Part {

        @Override
        public void remove(ObjectNode holder, String field, ObjectNode object) {
            if (holder.get(field) instanceof ArrayNode list && !list.isEmpty()) {
                list.removeIf(element -> selects(element, object));
                if (list.isEmpty()) {
                    holder.remove(field);
                }
            }
        }

        /** Each at its old position, for lists that must not change their order. */
        @Override
        public void copy(ObjectNode from, ObjectNode to, String field, ObjectNode object) {
            if (!(from.get(field) instanceof ArrayNode elements)) {
                return;
            }
            for (int i = 0; i < elements.size(); i++) {
                JsonNode element = elements.get(i);
                if (selects(element, object)) {
                    ArrayNode list = to.get(field) instanceof ArrayNode there ? there : to.putArray(field);
                    list.insert(Math.min(i, list.size()), element.deepCopy());
                }
            }
        }

        private boolean selects(JsonNode element, ObjectNode object) {
            String name = element.path(key).asText();
            for (TextPattern pattern : names) {
                if (pattern.matches(name, object)) {
                    return true;
                }
            }
            return false;
        }
    }
}
