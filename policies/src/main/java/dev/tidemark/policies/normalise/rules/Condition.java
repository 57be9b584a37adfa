package dev.tidemark.policies.normalise.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** One question to an object. */
sealed interface Condition {

    /** Whether {@code object} answers yes. */
    boolean holds(ObjectNode object);

    /** The label {@code key} is there, with such a value. */
    record Label(String key, TextPattern is) implements Condition {

        @Override
        public boolean holds(ObjectNode object) {
            return there(object.path("metadata").path("labels").path(key), is, object);
        }
    }

    /** The annotation {@code key} is there, with such a value. */
    record Annotation(String key, TextPattern is) implements Condition {

        @Override
        public boolean holds(ObjectNode object) {
            return there(object.path("metadata").path("annotations").path(key), is, object);
        }
    }

    /** The field at {@code path} is there and not null, with such a value. */
    record Field(FieldPath path, TextPattern is) implements Condition {

        @Override
        public boolean holds(ObjectNode object) {
            return there(path.value(object), is, object);
        }
    }

    private static boolean there(JsonNode value, TextPattern is, ObjectNode object) {
        return !value.isMissingNode() && !value.isNull() && is.matches(value.asText(), object);
    }
}
