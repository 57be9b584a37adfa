package dev.tidemark.policies.normalise;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NormaliserTest {

    @ParameterizedTest
    @MethodSource("examples")
    void a_live_object_becomes_something_else(Example example) {
        switch (example.normalised()) {
            case Normalised.Kept kept -> {
                assertThat(example.file().has("manifest")).as("kept").isTrue();
                assertThat(yaml(kept.manifest().tree())).isEqualTo(yaml(expected(example)));
                assertThat(kept.owners().stream().map(o -> o.kind() + "/" + o.name()))
                        .containsExactlyElementsOf(texts(example.file().path("owners")));
                assertThat(kept.notes().stream().map(Note::code))
                        .containsExactlyElementsOf(texts(example.file().path("notes")));
            }
            case Normalised.Skipped skipped ->
                assertThat(skipped.reason())
                        .isEqualTo(example.file().path("skipped").asText());
            case Normalised.Owned owned ->
                assertThat(owned.controller().kind() + "/" + owned.controller().name())
                        .isEqualTo(example.file().path("owned").asText());
        }
    }

    @ParameterizedTest
    @MethodSource("kept")
    void a_manifest_changes_when_it_is_normalised_again(Example example) {
        ObjectNode once = kept(example.normalised());

        ObjectNode twice = kept(Normaliser.standard().normalise(example.type(), once.deepCopy(), example.facts()));

        assertThat(yaml(twice)).isEqualTo(yaml(once));
    }

    @ParameterizedTest
    @MethodSource("kept")
    void a_manifest_that_was_read_back_changes_when_it_is_normalised_again(Example example) {
        byte[] once = CanonicalYaml.write(kept(example.normalised()));

        ObjectNode twice =
                kept(Normaliser.standard().normalise(example.type(), CanonicalYaml.read(once), example.facts()));

        assertThat(CanonicalYaml.write(twice)).isEqualTo(once);
    }

    @ParameterizedTest
    @MethodSource("kept")
    void an_update_with_an_objects_own_manifest_changes_it(Example example) {
        ObjectNode manifest = kept(example.normalised());
        ObjectNode body = CarryOver.body(example.type(), manifest, example.live(), example.facts());

        Normalised afterwards = Normaliser.standard().normaliseOrphan(example.type(), body, example.facts());

        assertThat(yaml(kept(afterwards))).isEqualTo(yaml(manifest));
    }

    @ParameterizedTest
    @MethodSource("keptWhole")
    void declared_state_is_lost(Example example) {
        ResourceType type = Example.typeOf(example.file(), example.file().path("none"));
        ObjectNode live = example.file().deepCopy();
        ObjectNode metadata = (ObjectNode) live.path("metadata");
        metadata.put("uid", "u-1").put("resourceVersion", "7").put("creationTimestamp", "2026-03-01T10:00:00Z");

        ObjectNode manifest = kept(Normaliser.standard().normalise(type, live, ClusterFacts.none()));

        assertThat(yaml(manifest)).isEqualTo(yaml(example.file()));
    }

    @Test
    void skipped_types_are_listed_all_the_same() {
        Normaliser normaliser = Normaliser.standard();
        ResourceType event = new ResourceType("", "v1", "Event", "events", "event", List.of(), true, false);
        ResourceType pod = new ResourceType("", "v1", "Pod", "pods", "pod", List.of(), true, true);

        assertThat(normaliser.skipsType(event)).isTrue();
        assertThat(normaliser.skipsType(pod)).isFalse();
    }

    @Test
    void a_controlled_object_is_changed_before_its_owner_is_known() {
        Example example = Example.in("normalise/owners").stream()
                .filter(e -> e.name().equals("controlled.yaml"))
                .findFirst()
                .orElseThrow();
        Normalised.Owned owned = (Normalised.Owned) example.normalised();

        assertThat(owned.live()).isEqualTo(example.live());
        assertThat(owned.ownerUid()).isEqualTo("u-1");
    }

    static List<Example> examples() {
        return Example.in("normalise");
    }

    static List<Example> kept() {
        return examples().stream()
                .filter(example -> example.file().has("manifest"))
                .toList();
    }

    static List<Example> keptWhole() {
        return Example.in("kept-whole");
    }

    private static ObjectNode expected(Example example) {
        JsonNode manifest = example.file().path("manifest");
        return manifest.isObject() ? (ObjectNode) manifest : example.live();
    }

    private static ObjectNode kept(Normalised normalised) {
        return ((Normalised.Kept) normalised).manifest().tree();
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** Differences in YAML are the ones that a person can read. */
    static String yaml(ObjectNode tree) {
        return new String(CanonicalYaml.write(tree), UTF_8);
    }
}
