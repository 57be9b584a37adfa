package dev.tidemark.policies.normalise.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A rule of the rule file that leaves out objects.
 *
 * @param names what their names look like; empty = any
 * @param namespace where they are; empty = anywhere
 * @param conditions what else holds of them
 */
record ListedObjects(
        Skip skip, Set<String> types, List<TextPattern> names, Optional<String> namespace, Conditions conditions)
        implements ObjectRule {

    ListedObjects {
        types = Set.copyOf(types);
        names = List.copyOf(names);
    }

    @Override
    public boolean leavesOut(ObjectNode live, Surroundings surroundings) {
        JsonNode metadata = live.path("metadata");
        return named(metadata.path("name").asText(), live)
                && (namespace.isEmpty()
                        || namespace.get().equals(metadata.path("namespace").asText()))
                && conditions.hold(live);
    }

    private boolean named(String name, ObjectNode live) {
        if (names.isEmpty()) {
            return true;
        }
        for (TextPattern pattern : names) {
            if (pattern.matches(name, live)) {
                return true;
            }
        }
        return false;
    }
}
