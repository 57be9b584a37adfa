package dev.tidemark.policies.normalise.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.normalise.Example;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule is shown by an example under {@code src/test/resources/normalise} or {@code carry-over}. */
class RuleExamplesTest {

    private static final RuleFile FILE = RuleFile.load();
    private static final List<Example> EXAMPLES = Example.in("normalise");
    private static final List<Example> UPDATES = Example.in("carry-over");

    @ParameterizedTest
    @MethodSource("reasons")
    void nothing_is_left_out_for_this_reason(String reason) {
        assertThat(reason).matches("[a-z]+(-[a-z]+)*");
        assertThat(EXAMPLES)
                .anyMatch(example -> example.file().path("skipped").asText().equals(reason));
    }

    @ParameterizedTest
    @MethodSource("removals")
    void no_example_loses_this(FieldRule rule) {
        assertThat(EXAMPLES).anyMatch(example -> loses(example, rule));
    }

    @ParameterizedTest
    @MethodSource("additions")
    void no_update_repeats_this(FieldRule rule) {
        assertThat(UPDATES).anyMatch(example -> repeats(example, rule));
    }

    @Test
    void a_key_of_an_entry_rule_stands_in_no_example() {
        List<String> missing = new ArrayList<>();
        for (FieldRule rule : FILE.fields()) {
            if (rule.part() instanceof Part.Entries entries) {
                entries.keys().stream()
                        .filter(key -> EXAMPLES.stream().noneMatch(e -> loses(e, only(rule, key))))
                        .forEach(missing::add);
            }
        }
        assertThat(missing).isEmpty();
    }

    private static boolean loses(Example example, FieldRule rule) {
        if (!about(example, rule.types())) {
            return false;
        }
        ObjectNode live = example.live();
        rule.prune(live);
        return !live.equals(example.live());
    }

    private static boolean repeats(Example example, FieldRule rule) {
        if (!about(example, rule.types())) {
            return false;
        }
        ObjectNode body = example.tree("target");
        rule.carryOver(example.live(), example.tree("target"), body);
        return !body.equals(example.tree("target"));
    }

    private static boolean about(Example example, Set<String> types) {
        return types.contains(TypeName.EVERY) || types.contains(TypeName.of(example.type()));
    }

    private static FieldRule only(FieldRule rule, String key) {
        return new FieldRule(
                rule.action(),
                rule.types(),
                rule.path(),
                new Part.Entries(List.of(key)),
                rule.conditions(),
                rule.why());
    }

    @Test
    void the_rule_file_takes_the_slow_reader_at_every_start() throws Exception {
        byte[] file = RulesText.ruleFile();
        assertThat(new String(file, UTF_8))
                .as("RULES.md tells, under \"Where to add a rule\", how to bring it into canonical form")
                .isEqualTo(new String(CanonicalYaml.write(CanonicalYaml.read(file)), UTF_8));
    }

    static Stream<String> reasons() {
        return RulesText.reasons(FILE);
    }

    static Stream<FieldRule> removals() {
        return FILE.fields().stream().filter(rule -> rule.action() != FieldRule.Action.FILL);
    }

    static Stream<FieldRule> additions() {
        return FILE.fields().stream().filter(rule -> rule.action() != FieldRule.Action.DROP);
    }
}
