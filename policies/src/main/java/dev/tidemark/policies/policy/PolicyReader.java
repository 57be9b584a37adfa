package dev.tidemark.policies.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.select.LabelSelector;
import dev.tidemark.policies.select.NameShape;
import dev.tidemark.policies.select.ObjectPattern;
import dev.tidemark.policies.select.Selection;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import dev.tidemark.snapshots.yaml.MalformedYaml;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a {@link BackupPolicy} and reports everything that is wrong with it at once. */
public final class PolicyReader {

    /** Fields of the policy's documented form that this version does not carry out. */
    private static final Set<String> LATER = fields(
            "source",
            "schedule",
            "objectives",
            "retention",
            "destinations",
            "hooks",
            "signing",
            "durability",
            "remotes",
            "drift",
            "notifications");

    private PolicyReader() {}

    /**
     * @param yaml one YAML document
     * @param origin where it comes from, for messages
     * @param environment the value of an environment variable, or null where it is not set
     * @throws Failure usage {@code bad-policy}, with every problem on a line of its own: {@code file:line: what is wrong}
     */
    public static BackupPolicy read(byte[] yaml, String origin, Function<String, @Nullable String> environment) {
        return switch (attempt(yaml, environment)) {
            case Attempt.Policy read -> read.policy();
            case Attempt.Wrong wrong -> throw bad(origin, wrong.problems());
        };
    }

    /** Everything that is wrong with {@code yaml}; none when {@link #read} takes it. */
    public static List<PolicyProblem> check(byte[] yaml, Function<String, @Nullable String> environment) {
        return switch (attempt(yaml, environment)) {
            case Attempt.Policy read -> List.of();
            case Attempt.Wrong wrong -> wrong.problems();
        };
    }

    private sealed interface Attempt {

        record Policy(BackupPolicy policy) implements Attempt {}

        record Wrong(List<PolicyProblem> problems) implements Attempt {}
    }

    private static Attempt attempt(byte[] yaml, Function<String, @Nullable String> environment) {
        ObjectNode tree;
        try {
            tree = CanonicalYaml.read(yaml);
        } catch (MalformedYaml malformed) {
            return new Attempt.Wrong(List.of(new PolicyProblem("bad-yaml", malformed.line(), malformed.problem())));
        }
        Problems problems = new Problems();
        Fields document = new Fields(tree, "", problems, new Substitution(environment));
        String name = name(document);
        Fields spec = document.mapping("spec").only(fields("components", "secrets"), LATER);
        List<Component> components = components(spec);
        SecretsPolicy secrets = SecretsReader.read(spec.mapping("secrets"));
        return problems.count() == 0
                ? new Attempt.Policy(new BackupPolicy(name, components, secrets, yaml))
                : new Attempt.Wrong(problems.in(yaml));
    }

    private static Failure bad(String origin, List<PolicyProblem> problems) {
        return Failure.usage(
                "bad-policy",
                "read the policy " + origin,
                problems.stream()
                        .map(problem -> origin + ":" + problem.line() + ": " + problem.message())
                        .collect(Collectors.joining("\n")),
                "Correct " + (problems.size() == 1 ? "it" : "all " + problems.size())
                        + "; nothing was done. policies/library has examples that this version accepts.");
    }

    private static String name(Fields document) {
        document.only(fields("apiVersion", "kind", "metadata", "spec"), Set.of());
        constant(document, "apiVersion", BackupPolicy.API_VERSION);
        constant(document, "kind", BackupPolicy.KIND);
        Fields metadata = document.mapping("metadata").only(fields("name"), Set.of());
        return dnsLabel(metadata).orElse("");
    }

    private static void constant(Fields document, String field, String only) {
        document.required(field)
                .filter(value -> !value.equals(only))
                .ifPresent(value -> document.problem(
                        "wrong-" + field.toLowerCase(Locale.ROOT), field, "is '" + value + "', not " + only));
    }

    private static Optional<String> dnsLabel(Fields fields) {
        Optional<String> name = fields.required("name");
        if (name.isPresent() && !NameShape.isDnsLabel(name.get())) {
            fields.problem("bad-name", "name", "is '" + name.get() + "', not at most 63 of a-z, 0-9 and -");
            return Optional.empty();
        }
        return name;
    }

    private static List<Component> components(Fields spec) {
        if (!spec.has("components")) {
            spec.missing("components");
        }
        List<Component> components = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Fields fields : spec.mappings("components")) {
            fields.only(fields("name", "select"), LATER);
            Optional<String> name = dnsLabel(fields);
            Selection select = selection(fields.mapping("select"));
            if (name.isPresent() && !names.add(name.get())) {
                fields.problem("duplicate-name", "name", "is '" + name.get() + "', as an earlier component's");
            }
            name.ifPresent(word -> components.add(new Component(word, select)));
        }
        return components;
    }

    private static Selection selection(Fields select) {
        select.only(fields("namespaces", "kinds", "labels", "clusterScoped", "exclude"), Set.of());
        return new Selection(
                List.of(),
                select.texts("namespaces", NameShape::requireNamespace),
                select.texts("kinds", ObjectPattern::parseKind),
                select.text("labels", LabelSelector::parse),
                select.flag("clusterScoped"),
                select.texts("exclude", ObjectPattern::parse));
    }

    static Set<String> fields(String... names) {
        return new LinkedHashSet<>(List.of(names));
    }
}
