package dev.tidemark.policies.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CarryOverTest {

    @ParameterizedTest
    @MethodSource("examples")
    void an_update_loses_or_adds_something(Example example) {
        ObjectNode body = CarryOver.body(example.type(), example.tree("target"), example.live(), example.facts());

        assertThat(NormaliserTest.yaml(body)).isEqualTo(NormaliserTest.yaml(example.tree("body")));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void an_update_changes_what_it_is_made_of(Example example) {
        ObjectNode target = example.tree("target");
        ObjectNode live = example.live();

        ObjectNode body = CarryOver.body(example.type(), target, live, example.facts());
        clear(body);

        assertThat(target).isEqualTo(example.tree("target"));
        assertThat(live).isEqualTo(example.live());
    }

    /** Empties every mapping, so that one that is shared with the target or the live object shows. */
    private static void clear(ObjectNode mapping) {
        mapping.findParents("name").forEach(parent -> ((ObjectNode) parent).removeAll());
        mapping.removeAll();
    }

    static List<Example> examples() {
        return Example.in("carry-over");
    }
}
