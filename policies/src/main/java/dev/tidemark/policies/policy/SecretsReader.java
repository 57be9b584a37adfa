package dev.tidemark.policies.policy;

import dev.tidemark.policies.secrecy.AllowedFields;
import dev.tidemark.policies.secrecy.FieldPattern;
import dev.tidemark.policies.secrecy.ObjectFields;
import dev.tidemark.policies.secrecy.ObjectsPattern;
import dev.tidemark.policies.secrecy.SensitiveFields;
import dev.tidemark.policies.select.NameShape;
import dev.tidemark.policies.select.ObjectPattern;
import dev.tidemark.snapshots.age.Recipients;
import dev.tidemark.snapshots.model.Failure;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads {@code spec.secrets} of a policy. */
final class SecretsReader {

    private static final Set<String> LATER = PolicyReader.fields("certificate");
    private static final Set<String> PROVIDERS = PolicyReader.fields(SecretsPolicy.SEALED_SECRETS, SecretsPolicy.SOPS);
    private static final Set<String> SECRET = Set.of("secret", "secrets");

    private SecretsReader() {}

    static SecretsPolicy read(Fields secrets) {
        secrets.only(PolicyReader.fields("provider", "recipients", "sensitive", "allow"), LATER);
        return new SecretsPolicy(
                recipients(secrets),
                new SensitiveFields(rules(secrets, "sensitive")),
                new AllowedFields(rules(secrets, "allow")));
    }

    /** Those of sops, which has to have some; the other provider has a certificate, which the repository keeps. */
    private static List<String> recipients(Fields secrets) {
        String provider = secrets.text("provider", SecretsReader::requireProvider);
        List<String> recipients = secrets.texts("recipients", name -> Recipients.of(List.of(name)));
        if (provider.equals(SecretsPolicy.SOPS)) {
            needed(secrets, "recipients");
        } else if (secrets.has("recipients")) {
            secrets.problem("needless-recipients", "recipients", "is for provider: " + SecretsPolicy.SOPS + " alone");
        }
        return recipients;
    }

    private static void requireProvider(String provider) {
        if (!PROVIDERS.contains(provider)) {
            throw Failure.usage(
                    "unknown-provider",
                    "choose the provider " + provider,
                    "it is neither " + String.join(" nor ", PROVIDERS),
                    "Choose one of the two.");
        }
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
