package dev.tidemark.policies.select;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One term of a {@link LabelSelector}. {@code toString} gives a form that {@link LabelSelector#parse} reads back. */
public sealed interface Requirement {

    /** The label's key. */
    String key();

    /** Whether an object with these labels meets it; {@code labels} may be a missing node. */
    default boolean test(JsonNode labels) {
        JsonNode value = labels.get(key());
        return accepts(value == null ? null : value.asText());
    }

    /** Whether a label of this value, or none where {@code value} is null, meets it. */
    boolean accepts(@Nullable String value);

    /** {@code key}: the label is there, whatever its value. */
    record Present(String key) implements Requirement {

        @Override
        public boolean accepts(@Nullable String value) {
            return value != null;
        }

        @Override
        public String toString() {
            return key;
        }
    }

    /** {@code !key}: the label is not there. */
    record Absent(String key) implements Requirement {

        @Override
        public boolean accepts(@Nullable String value) {
            return value == null;
        }

        @Override
        public String toString() {
            return "!" + key;
        }
    }

    /** {@code key=value}, {@code key in (a,b)}: the label is there with one of the values, which are kept sorted. */
    record In(String key, List<String> values) implements Requirement {

        public In {
            values = sorted(values);
        }

        @Override
        public boolean accepts(@Nullable String value) {
            return value != null && values.contains(value);
        }

        @Override
        public String toString() {
            return print(key, "=", " in ", values);
        }
    }

    /** {@code key!=value}, {@code key notin (a,b)}: the label is not there, or has none of the values. */
    record NotIn(String key, List<String> values) implements Requirement {

        public NotIn {
            values = sorted(values);
        }

        @Override
        public boolean accepts(@Nullable String value) {
            return value == null || !values.contains(value);
        }

        @Override
        public String toString() {
            return print(key, "!=", " notin ", values);
        }
    }

    private static List<String> sorted(List<String> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("a set of label values needs at least one");
        }
        return values.stream().distinct().sorted().toList();
    }

    private static String print(String key, String one, String many, List<String> values) {
        return values.size() == 1 ? key + one + values.getFirst() : key + many + "(" + String.join(",", values) + ")";
    }
}
