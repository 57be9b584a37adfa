package dev.tidemark.policies.secrecy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.ResourceId;
import java.util.List;

/** Fields that may hold the value of a Secret, or what looks like a token, in plain text. */
public record AllowedFields(List<ObjectFields> rules) {

    private static final AllowedFields NONE = new AllowedFields(List.of());

    public AllowedFields {
        rules = List.copyOf(rules);
    }

    public static AllowedFields none() {
        return NONE;
    }

    /** {@code tree} without them; itself where it has none. */
    ObjectNode without(ResourceId id, ObjectNode tree) {
        List<FieldPattern> fields = rules.stream()
                .filter(rule -> rule.objects().test(id))
                .flatMap(rule -> rule.fields().stream())
                .toList();
        if (fields.isEmpty()) {
            return tree;
        }
        ObjectNode without = tree.deepCopy();
        fields.forEach(field -> field.removeFrom(without));
        return without;
    }
}
