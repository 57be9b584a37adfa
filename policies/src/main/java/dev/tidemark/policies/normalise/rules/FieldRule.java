package dev.tidemark.policies.normalise.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * What becomes of one field of some types.
 *
 * @param action whether it is in the manifest, and what an update sends
 * @param types the types, as {@link TypeName} writes them
 * @param path where the field stands
 * @param part how much of it is meant
 * @param conditions when
 * @param why a phrase for a person
 */
record FieldRule(Action action, Set<String> types, FieldPath path, Part part, Conditions conditions, String why) {

    enum Action {
        /** Not in the manifest, and never sent. */
        DROP,
        /** Not in the manifest; an update sends what the live object has. */
        CARRY,
        /** In the manifest; where a manifest is without it, an update sends what the live object has. */
        FILL
    }

    FieldRule {
        types = Set.copyOf(types);
        if (action != Action.DROP && !path.pairs()) {
            throw new IllegalArgumentException("by what are the elements of two lists paired? " + path);
        }
    }

    /** Takes the field out of an object on its way into a manifest. */
    void prune(ObjectNode object) {
        if (action != Action.FILL && conditions.hold(object)) {
            path.holders(object, holder -> part.remove(holder, path.field(), object));
        }
    }

    /** Puts the live value into {@code body}, an update that is to make {@code target} of {@code live}. */
    void carryOver(ObjectNode live, ObjectNode target, ObjectNode body) {
        if (action == Action.DROP || !conditions.hold(live) || !conditions.hold(target)) {
            return;
        }
        path.pairs(live, body, (from, to) -> {
            if (action == Action.CARRY) {
                part.remove(to, path.field(), target);
            }
            part.copy(from, to, path.field(), live);
        });
    }
}
