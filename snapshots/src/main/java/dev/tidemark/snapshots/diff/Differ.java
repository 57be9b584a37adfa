package dev.tidemark.snapshots.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares trees field by field. Two trees are equal exactly when {@link #fields} is empty; numbers are equal by value,
 * whatever node type their reader chose. The values of a Secret are masked here, so that no caller can forget it.
 */
public final class Differ {

    private static final String ROOT = "";

    private Differ() {}

    /** How {@code to} differs from {@code from}, or empty when they are equal. Both have one identity. */
    public static Optional<Change> modified(Manifest from, Manifest to) {
        List<FieldChange> fields = fields(from.tree(), to.tree());
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        boolean secret = to.id().group().isEmpty() && to.id().kind().equals("Secret");
        return Optional.of(Change.modified(to.id(), secret ? maskData(fields) : fields));
    }

    /** The fields that differ, in the order of their paths: keys by code point, lists by position. */
    public static List<FieldChange> fields(ObjectNode from, ObjectNode to) {
        List<FieldChange> changes = new ArrayList<>();
        compare(ROOT, ROOT, from, to, changes);
        return changes;
    }

    /** Whether both say the same; numbers are compared by value. */
    public static boolean equal(JsonNode left, JsonNode right) {
        return left.equals(Scalars::compare, right);
    }

    private static List<FieldChange> maskData(List<FieldChange> fields) {
        return fields.stream()
                .map(f -> f.path().startsWith("/data") || f.path().startsWith("/stringData") ? f.masked() : f)
                .toList();
    }

    private static void compare(
            String path, String label, @Nullable JsonNode from, @Nullable JsonNode to, List<FieldChange> changes) {
        if (from instanceof ObjectNode left && to instanceof ObjectNode right) {
            compareObjects(path, label, left, right, changes);
        } else if (from instanceof ArrayNode left && to instanceof ArrayNode right) {
            compareLists(path, label, left, right, changes);
        } else if (from == null || to == null || !equal(from, to)) {
            changes.add(new FieldChange(path, label, from, to));
        }
    }

    private static void compareObjects(
            String path, String label, ObjectNode from, ObjectNode to, List<FieldChange> changes) {
        TreeSet<String> keys = new TreeSet<>();
        from.fieldNames().forEachRemaining(keys::add);
        to.fieldNames().forEachRemaining(keys::add);
        for (String key : keys) {
            compare(path + "/" + escape(key), label + FieldLabel.of(key), from.get(key), to.get(key), changes);
        }
    }

    private static void compareLists(
            String path, String label, ArrayNode from, ArrayNode to, List<FieldChange> changes) {
        Optional<ListKeys> keys = ListKeys.of(from, to);
        if (keys.isPresent()) {
            compareKeyed(path, label, from, to, keys.get(), changes);
        } else if (from.size() == to.size()) {
            for (int i = 0; i < from.size(); i++) {
                compare(path + "/" + i, label + "[" + i + "]", from.get(i), to.get(i), changes);
            }
        } else {
            changes.add(new FieldChange(path, label, from, to));
        }
    }

    /** Elements with a name are compared with their namesake; a changed order is a change of the whole list. */
    private static void compareKeyed(
            String path, String label, ArrayNode from, ArrayNode to, ListKeys keys, List<FieldChange> changes) {
        if (keys.reordered()) {
            changes.add(new FieldChange(path, label, from, to));
            return;
        }
        for (String key : keys.union()) {
            int left = keys.indexInFrom(key);
            int right = keys.indexInTo(key);
            compare(
                    path + "/" + (right >= 0 ? right : left),
                    label + "[" + key + "]",
                    left < 0 ? null : from.get(left),
                    right < 0 ? null : to.get(right),
                    changes);
        }
    }

    private static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
