package dev.tidemark.snapshots.diff;

import com.fasterxml.jackson.databind.JsonNode;

/** Scalar comparison for {@link JsonNode#equals(java.util.Comparator, JsonNode)}: 1, 1L and 1.0 are one number. */
final class Scalars {

    private Scalars() {}

    static int compare(JsonNode left, JsonNode right) {
        if (left.equals(right)) {
            return 0;
        }
        if (left.isNumber() && right.isNumber()) {
            return left.decimalValue().compareTo(right.decimalValue());
        }
        return 1;
    }
}
