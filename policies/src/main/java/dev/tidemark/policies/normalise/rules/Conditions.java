package dev.tidemark.policies.normalise.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * When a rule is meant.
 *
 * @param when one of these holds; empty = always
 * @param unless none of these holds
 */
record Conditions(List<Condition> when, List<Condition> unless) {

    Conditions {
        when = List.copyOf(when);
        unless = List.copyOf(unless);
    }

    boolean hold(ObjectNode object) {
        return (when.isEmpty() || any(when, object)) && !any(unless, object);
    }

    private static boolean any(List<Condition> conditions, ObjectNode object) {
        for (Condition condition : conditions) {
            if (condition.holds(object)) {
                return true;
            }
        }
        return false;
    }
}
