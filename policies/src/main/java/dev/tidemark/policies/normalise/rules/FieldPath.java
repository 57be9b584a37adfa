package dev.tidemark.policies.normalise.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Where a field stands: {@code spec.clusterIP}. {@code subsets[].addresses} means that of every element of a list, and
 * {@code spec.ports[port,protocol].nodePort} says by what an element is known when two lists are laid side by side.
 * {@code spec.claimRef[namespace,name].uid} says the same of a mapping: with another namespace it is another one.
 */
final class FieldPath {

    private final String text;
    private final List<Step> steps;
    private final String field;

    /** A field on the way; {@code list} = with brackets; {@code keys} = what stands in them. */
    private record Step(String field, boolean list, List<String> keys) {

        static Step parse(String text) {
            int open = text.indexOf('[');
            if (open < 0) {
                return new Step(text, false, List.of());
            }
            String keys = text.substring(open + 1, text.length() - 1);
            return new Step(text.substring(0, open), true, keys.isEmpty() ? List.of() : List.of(keys.split(",", -1)));
        }

        /** Whether both are one thing in two states. */
        boolean same(JsonNode one, JsonNode other) {
            for (String key : keys) {
                if (!one.path(key).asText().equals(other.path(key).asText())) {
                    return false;
                }
            }
            return true;
        }
    }

    private FieldPath(String text, List<Step> steps, String field) {
        this.text = text;
        this.steps = steps;
        this.field = field;
    }

    static FieldPath parse(String text) {
        List<Step> steps = new ArrayList<>();
        for (String step : text.split("\\.", -1)) {
            steps.add(Step.parse(step));
        }
        Step last = steps.removeLast();
        if (last.list()) {
            throw new IllegalArgumentException("a path ends in a field: " + text);
        }
        return new FieldPath(text, List.copyOf(steps), last.field());
    }

    /** The field's name, without what leads to it. */
    String field() {
        return field;
    }

    /** Whether two trees can be laid side by side: every list on the way names its keys. */
    boolean pairs() {
        return steps.stream().allMatch(step -> step.list() != step.keys().isEmpty());
    }

    /** The value in {@code object}, a missing node where there is none. For paths without lists. */
    JsonNode value(ObjectNode object) {
        JsonNode node = object;
        for (Step step : steps) {
            node = node.path(step.field());
        }
        return node.path(field);
    }

    /** Passes on every mapping of {@code object} in which the field may stand. */
    void holders(ObjectNode object, Consumer<ObjectNode> action) {
        holders(object, 0, action);
    }

    private void holders(JsonNode node, int depth, Consumer<ObjectNode> action) {
        if (!(node instanceof ObjectNode holder)) {
            return;
        }
        if (depth == steps.size()) {
            action.accept(holder);
            return;
        }
        Step step = steps.get(depth);
        JsonNode child = holder.path(step.field());
        if (step.list() && child instanceof ArrayNode list) {
            list.forEach(element -> holders(element, depth + 1, action));
        } else {
            holders(child, depth + 1, action);
        }
    }

    /** Passes on every mapping of {@code left} together with the one in its place in {@code right}. */
    void pairs(ObjectNode left, ObjectNode right, BiConsumer<ObjectNode, ObjectNode> action) {
        pairs(left, right, 0, action);
    }

    private void pairs(JsonNode left, JsonNode right, int depth, BiConsumer<ObjectNode, ObjectNode> action) {
        if (!(left instanceof ObjectNode one && right instanceof ObjectNode other)) {
            return;
        }
        if (depth == steps.size()) {
            action.accept(one, other);
            return;
        }
        Step step = steps.get(depth);
        JsonNode from = one.path(step.field());
        JsonNode to = other.path(step.field());
        if (step.list() && from instanceof ArrayNode elements && to instanceof ArrayNode others) {
            elements.forEach(element -> others.forEach(namesake -> {
                if (step.same(element, namesake)) {
                    pairs(element, namesake, depth + 1, action);
                }
            }));
        } else if (step.same(from, to)) {
            pairs(from, to, depth + 1, action);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
