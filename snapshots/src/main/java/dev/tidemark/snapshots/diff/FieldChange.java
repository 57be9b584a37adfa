package dev.tidemark.snapshots.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One field that differs.
 *
 * @param path JSON Pointer (RFC 6901) of the field; an index counts in the side that has the element
 * @param label the same for people, list elements by their name: {@code .spec.containers[web].image}
 * @param fromNode the value on the first side, absent when only the second has the field
 * @param toNode the value on the second side, absent when only the first has the field
 */
public record FieldChange(
        String path,
        String label,
        @Nullable JsonNode fromNode,
        @Nullable JsonNode toNode) {

    /** What stands in place of every value that must not be told. */
    public static final String SEALED = "<sealed>";

    public FieldChange {
        if (fromNode == null && toNode == null) {
            throw new IllegalArgumentException("a field that is on neither side has not changed: " + path);
        }
    }

    public Optional<JsonNode> from() {
        return Optional.ofNullable(fromNode);
    }

    public Optional<JsonNode> to() {
        return Optional.ofNullable(toNode);
    }

    /** The same change with {@link #SEALED} in place of both values. */
    public FieldChange masked() {
        return new FieldChange(path, label, mask(fromNode), mask(toNode));
    }

    /** Whether a value of it is not told. */
    public boolean isMasked() {
        return isMask(fromNode) || isMask(toNode);
    }

    private static boolean isMask(@Nullable JsonNode value) {
        return value != null && value.isTextual() && value.textValue().equals(SEALED);
    }

    private static @Nullable JsonNode mask(@Nullable JsonNode value) {
        return value == null ? null : TextNode.valueOf(SEALED);
    }

    /** The label alone: a value may belong to a Secret. */
    @Override
    public String toString() {
        return label;
    }
}
