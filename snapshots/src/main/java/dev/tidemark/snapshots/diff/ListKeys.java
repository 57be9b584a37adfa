package dev.tidemark.snapshots.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The names of the elements of two lists, where every element of both has one and no name comes twice: containers and
 * volumes by name, environment variables, ports, mounts. A diff then follows the element, not its position.
 */
final class ListKeys {

    private static final String[] CANDIDATES = {"name", "key", "mountPath", "containerPort", "port", "host", "ip"};

    private final Map<String, Integer> from;
    private final Map<String, Integer> to;

    private ListKeys(Map<String, Integer> from, Map<String, Integer> to) {
        this.from = from;
        this.to = to;
    }

    static Optional<ListKeys> of(ArrayNode from, ArrayNode to) {
        for (String candidate : CANDIDATES) {
            Optional<Map<String, Integer>> left = names(from, candidate);
            Optional<Map<String, Integer>> right = names(to, candidate);
            if (left.isPresent() && right.isPresent()) {
                return Optional.of(new ListKeys(left.get(), right.get()));
            }
        }
        return Optional.empty();
    }

    private static Optional<Map<String, Integer>> names(ArrayNode list, String candidate) {
        Map<String, Integer> names = new LinkedHashMap<>();
        for (int i = 0; i < list.size(); i++) {
            JsonNode name = list.get(i).get(candidate);
            if (name == null || !name.isValueNode() || names.put(name.asText(), i) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(names);
    }

    /** The names of both lists: the second's in their order, then those that only the first has. */
    List<String> union() {
        List<String> names = new ArrayList<>(to.keySet());
        for (String name : from.keySet()) {
            if (!to.containsKey(name)) {
                names.add(name);
            }
        }
        return names;
    }

    /** Whether the names that both lists have stand in another order. */
    boolean reordered() {
        List<String> left = new ArrayList<>(from.keySet());
        left.retainAll(to.keySet());
        List<String> right = new ArrayList<>(to.keySet());
        right.retainAll(from.keySet());
        return !left.equals(right);
    }

    /** Position in the first list, or -1. */
    int indexInFrom(String name) {
        return from.getOrDefault(name, -1);
    }

    /** Position in the second list, or -1. */
    int indexInTo(String name) {
        return to.getOrDefault(name, -1);
    }
}
