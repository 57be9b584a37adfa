package dev.tidemark.policies.secrecy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A field, written as a diff names it: {@code .data.password}, {@code .data[app.properties]},
 * {@code .spec.containers[web].env[DB_PASSWORD].value}. A step is a key of a mapping, or the name of a list's element;
 * {@code *} is any.
 */
public final class FieldPattern {

    private static final String ANY = "*";
    private static final Pattern STEP = Pattern.compile("\\.([^.\\[\\]\\s]+)|\\[([^\\[\\]]+)]");
    /** They say who the object is, and by its labels people select it, so they stand beside what is sealed. */
    private static final Set<String> SHOWN_METADATA = Set.of("name", "namespace", "labels");

    private final String text;
    private final List<String> steps;

    private FieldPattern(String text, List<String> steps) {
        this.text = text;
        this.steps = steps;
    }

    /** @throws Failure usage {@code bad-field}, where it has another shape, or names what is never sealed */
    public static FieldPattern parse(String text) {
        List<String> steps = new ArrayList<>();
        Matcher step = STEP.matcher(text);
        int at = 0;
        while (at < text.length() && step.find(at) && step.start() == at) {
            steps.add(step.group(1) == null ? step.group(2) : step.group(1));
            at = step.end();
        }
        if (steps.isEmpty() || at < text.length()) {
            throw wrong(
                    text,
                    "it is not a field as tidemark diff names it",
                    "Write for example .data.password, .data[app.properties] or"
                            + " .spec.template.spec.containers[*].env[DB_PASSWORD].value.");
        }
        if (neverSealed(steps)) {
            throw wrong(
                    text,
                    "an object's type, name, namespace and labels are not sealed with it",
                    "Name a field that holds a secret.");
        }
        return new FieldPattern(text, List.copyOf(steps));
    }

    private static boolean neverSealed(List<String> steps) {
        return switch (steps.getFirst()) {
            case "apiVersion", "kind" -> true;
            case "metadata" -> steps.size() == 1 || SHOWN_METADATA.contains(steps.get(1));
            default -> false;
        };
    }

    private static Failure wrong(String text, String why, String hint) {
        return Failure.usage("bad-field", "read the field '" + text + "'", why, hint);
    }

    /** Whether {@code object} has such a field. */
    public boolean in(JsonNode object) {
        return in(object, 0);
    }

    private boolean in(JsonNode node, int depth) {
        return depth == steps.size() || children(node, steps.get(depth)).anyMatch(child -> in(child, depth + 1));
    }

    /** What a step leads to. */
    private static Stream<JsonNode> children(JsonNode node, String step) {
        if (step.equals(ANY)) {
            return node.valueStream();
        }
        return node.isArray()
                ? node.valueStream()
                        .filter(element -> element.path("name").asText("").equals(step))
                : Stream.ofNullable(node.get(step));
    }

    /** Takes every such field out of {@code object}. */
    void removeFrom(JsonNode object) {
        removeFrom(object, 0);
    }

    private void removeFrom(JsonNode node, int depth) {
        String step = steps.get(depth);
        if (depth < steps.size() - 1) {
            children(node, step).forEach(child -> removeFrom(child, depth + 1));
        } else if (node instanceof ObjectNode mapping) {
            if (step.equals(ANY)) {
                mapping.removeAll();
            } else {
                mapping.remove(step);
            }
        } else if (node instanceof ArrayNode list) {
            List<JsonNode> leaving = children(list, step).toList();
            list.removeIf(leaving::contains);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FieldPattern that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
