package dev.tidemark.policies.select;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class LabelSelectorPropertyTest {

    private static final Arbitrary<String> KEYS =
            Arbitraries.of("app", "tier", "in", "notin", "example.com/app", "A_b.c");
    private static final Arbitrary<String> VALUES = Arbitraries.of("", "web", "db", "in", "1.2_3-x");

    @Property
    void a_printed_selector_reads_back_as_another(
            @ForAll("selectors") LabelSelector selector, @ForAll("labels") JsonNode labels) {
        LabelSelector again = LabelSelector.parse(selector.toString());

        assertThat(again.test(labels)).isEqualTo(selector.test(labels));
        assertThat(again).isEqualTo(selector);
    }

    @Property
    void a_negated_requirement_agrees_with_the_plain_one(
            @ForAll("keys") String key, @ForAll("valueLists") List<String> values, @ForAll("labels") JsonNode labels) {
        String set = "(" + String.join(" , ", values) + ")";

        assertThat(selects(key + "!=" + values.getFirst(), labels))
                .isNotEqualTo(selects(key + "=" + values.getFirst(), labels));
        assertThat(selects(key + " notin " + set, labels)).isNotEqualTo(selects(key + " in " + set, labels));
        assertThat(selects("!" + key, labels)).isNotEqualTo(selects(key, labels));
    }

    @Property
    void a_comma_is_anything_but_and(
            @ForAll("selectors") LabelSelector one,
            @ForAll("selectors") LabelSelector other,
            @ForAll("labels") JsonNode labels) {
        assertThat(selects(one + "," + other, labels)).isEqualTo(one.test(labels) && other.test(labels));
    }

    private static boolean selects(String selector, JsonNode labels) {
        return LabelSelector.parse(selector).test(labels);
    }

    @Provide
    Arbitrary<String> keys() {
        return KEYS;
    }

    @Provide
    Arbitrary<List<String>> valueLists() {
        return VALUES.list().ofMinSize(1).ofMaxSize(3);
    }

    @Provide
    Arbitrary<JsonNode> labels() {
        return Arbitraries.maps(KEYS, VALUES).map(LabelSelectorTest::labels);
    }

    @Provide
    Arbitrary<LabelSelector> selectors() {
        Arbitrary<Requirement> requirement = Arbitraries.oneOf(
                KEYS.map(Requirement.Present::new),
                KEYS.map(Requirement.Absent::new),
                Combinators.combine(KEYS, valueLists()).as(Requirement.In::new),
                Combinators.combine(KEYS, valueLists()).as(Requirement.NotIn::new));
        return requirement.list().ofMinSize(1).ofMaxSize(4).map(LabelSelector::new);
    }
}
