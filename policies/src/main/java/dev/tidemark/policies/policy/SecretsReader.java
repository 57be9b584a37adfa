package dev.tidemark.policies.policy;

import dev.tidemark.policies.secrecy.AllowedFields;
import dev.tidemark.policies.secrecy.FieldPattern;
import dev.tidemark.policies.secrecy.ObjectFields;
import dev.tidemark.policies.secrecy.ObjectsPattern;
import dev.tidemark.policies.secrecy.SensitiveFields;
import dev.tidemark.policies.select.NameShape;
import dev.tidemark.policies.select.ObjectPattern;
import dev.tidemark.snapshots.model.Failure;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads {@code spec.secrets} of a policy. */
final class SecretsReader {

    private static final Set<String> LATER = PolicyReader.fields("provider", "certificate");
    private static final Set<String> SECRET = Set.of("secret", "secrets");

    private SecretsReader() {}

    static SecretsPolicy read(Fields secrets) {
        secrets.only(PolicyReader.fields("sensitive", "allow"), LATER);
        return new SecretsPolicy(
                new SensitiveFields(rules(secrets, "sensitive")), new AllowedFields(rules(secrets, "allow")));
    }

    private static List<ObjectFields> rules(Fields secrets, String name) {
        return secrets.mappings(name).stream().map(SecretsReader::rule).toList();
    }

    private static ObjectFields rule(Fields rule) {
        rule.only(PolicyReader.fields("kinds", "namespaces", "names", "fields"), Set.of());
        return new ObjectFields(objects(rule), fields(rule));
    }

    private static ObjectsPattern objects(Fields rule) {
        needed(rule, "kinds");
        return new ObjectsPattern(
                rule.texts("kinds", SecretsReader::requireOpenKind),
                rule.texts("namespaces", NameShape::requireNamespace),
                rule.texts("names", name -> {}));
    }

    private static List<FieldPattern> fields(Fields rule) {
        needed(rule, "fields");
        return rule.texts("fields", FieldPattern::parse).stream()
                .map(FieldPattern::parse)
                .toList();
    }

    private static void needed(Fields rule, String field) {
        if (!rule.has(field)) {
            rule.missing(field);
        }
    }

    private static void requireOpenKind(String kind) {
        ObjectPattern.parseKind(kind);
        if (SECRET.contains(kind.toLowerCase(Locale.ROOT))) {
            throw Failure.usage(
                    "sealed-anyway",
                    "read the kind " + kind,
                    "every value of a Secret is sealed in any case",
                    "Leave it out.");
        }
    }
}
