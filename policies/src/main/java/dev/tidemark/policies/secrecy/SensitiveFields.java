package dev.tidemark.policies.secrecy;

import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.Manifest;
import dev.tidemark.snapshots.model.TypeTable;
import java.util.List;

/** Fields that hold secrets although their object is no Secret. An object that has one of them is sealed whole. */
public record SensitiveFields(List<ObjectFields> rules) {

    private static final SensitiveFields NONE = new SensitiveFields(List.of());

    public SensitiveFields {
        rules = List.copyOf(rules);
    }

    public static SensitiveFields none() {
        return NONE;
    }

    /** Whether an object has such a field. */
    public boolean in(Manifest manifest) {
        for (ObjectFields rule : rules) {
            if (rule.in(manifest)) {
                return true;
            }
        }
        return false;
    }

    /**
     * A misspelt type would leave its objects in plain text.
     *
     * @throws Failure usage {@code unknown-type}, when a type that is named without a group is none of {@code types}
     */
    public void requireKnown(TypeTable types) {
        List<String> unknown = rules.stream()
                .flatMap(rule -> rule.objects().unknown(types.types()))
                .distinct()
                .toList();
        if (!unknown.isEmpty()) {
            throw Failure.usage(
                    "unknown-type",
                    "find the objects that spec.secrets.sensitive names",
                    "no resource type is called " + String.join(", nor ", unknown),
                    "Write the plural or the kind as kubectl api-resources lists them; with its group, TYPE.GROUP, where"
                            + " the cluster may not serve it yet.");
        }
    }
}
