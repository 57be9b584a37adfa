package dev.tidemark.policies.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Whatever an object looks like: nobody promised that it is well-formed. */
class NormaliserPropertyTest {

    private static final List<Example> EXAMPLES = Example.in("normalise");

    @Property(tries = 3000, shrinking = ShrinkingMode.OFF)
    void a_manifest_changes_when_it_is_normalised_again(@ForAll long seed) {
        Random random = new Random(seed);
        Example example = EXAMPLES.get(random.nextInt(EXAMPLES.size()));
        ObjectNode live = new Mutation(random).of(example.live());

        if (normalise(example, live) instanceof Normalised.Kept once) {
            byte[] yaml = CanonicalYaml.write(once.manifest().tree());
            Normalised twice = normalise(example, CanonicalYaml.read(yaml));

            assertThat(twice).isInstanceOf(Normalised.Kept.class);
            assertThat(CanonicalYaml.write(((Normalised.Kept) twice).manifest().tree()))
                    .isEqualTo(yaml);
        }
    }

    @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
    void an_object_is_judged_by_more_than_itself(@ForAll long seed) {
        Random random = new Random(seed);
        Example example = EXAMPLES.get(random.nextInt(EXAMPLES.size()));
        ObjectNode live = new Mutation(random).of(example.live());

        assertThat(normalise(example, live.deepCopy())).isEqualTo(normalise(example, live.deepCopy()));
    }

    @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
    void an_update_cannot_be_made_of_two_malformed_objects(@ForAll long seed) {
        Random random = new Random(seed);
        Example example = EXAMPLES.get(random.nextInt(EXAMPLES.size()));
        Mutation mutation = new Mutation(random);
        ObjectNode live = mutation.of(example.live());

        ObjectNode body = CarryOver.body(example.type(), mutation.of(example.live()), live, example.facts());

        assertThat(body.path("metadata").path("uid"))
                .isEqualTo(live.path("metadata").path("uid"));
    }

    @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
    void a_custom_resource_loses_more_than_its_status(@ForAll long seed) {
        Random random = new Random(seed);
        Example example = EXAMPLES.get(random.nextInt(EXAMPLES.size()));
        ObjectNode live = new Mutation(random).of(example.live());
        live.set("metadata", JsonNodeFactory.instance.objectNode().put("name", "w"));
        live.put("apiVersion", "example.com/v1").put("kind", "Widget");
        ObjectNode expected = live.deepCopy();
        expected.remove("status");
        ResourceType widgets =
                new ResourceType("example.com", "v1", "Widget", "widgets", "widget", List.of(), false, true);

        Normalised normalised = Normaliser.standard().normalise(widgets, live, ClusterFacts.none());

        assertThat(((Normalised.Kept) normalised).manifest().tree()).isEqualTo(expected);
    }

    private static Normalised normalise(Example example, ObjectNode live) {
        return Normaliser.standard().normaliseOrphan(example.type(), live, example.facts());
    }
}
