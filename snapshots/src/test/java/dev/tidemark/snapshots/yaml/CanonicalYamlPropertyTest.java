package dev.tidemark.snapshots.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.diff.Differ;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** Whatever text, key or number a cluster holds, every reader gets exactly it back from the manifest. */
class CanonicalYamlPropertyTest {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> INSERTS = List.of(
            " ", "\n", "yes", "0", "-", ": ", "#", "'", "\"", "|", "null", "\t", "- ", "~", "\\", "\u0085", "a: 1\n");

    @Property(tries = 2000, shrinking = ShrinkingMode.OFF)
    void every_reader_gets_the_tree_back(@ForAll long seed) {
        ObjectNode tree = new HostileTrees(seed).document();
        byte[] yaml = CanonicalYaml.write(tree);

        assertThat(Differ.equal(CanonicalYaml.read(yaml), tree)).isTrue();
        assertThat(Differ.equal(new GeneralReader().read(yaml), tree)).isTrue();
        assertThat(Differ.equal(yaml11(yaml), tree)).isTrue();
        assertThat(Differ.equal(yaml12(yaml), tree)).isTrue();
        assertThat(CanonicalYaml.write(CanonicalYaml.read(yaml))).isEqualTo(yaml);
    }

    @Property(tries = 500, shrinking = ShrinkingMode.OFF)
    void what_is_written_needs_no_general_reader(@ForAll long seed) {
        ObjectNode tree = new HostileTrees(seed).document();
        assertThat(new CanonicalParser(CanonicalYaml.write(tree)).parse()).isPresent();
    }

    @Property(tries = 5000, shrinking = ShrinkingMode.OFF)
    void the_fast_reader_never_says_other_than_the_general_one(@ForAll long seed) {
        String document = edited(seed);
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        new CanonicalParser(bytes).parse().ifPresent(tree -> assertThat(
                        Differ.equal(new GeneralReader().read(bytes), tree))
                .as(document)
                .isTrue());
    }

    private static JsonNode yaml11(byte[] yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return node(new Yaml(options).load(new String(yaml, StandardCharsets.UTF_8)));
    }

    private static JsonNode yaml12(byte[] yaml) {
        return node(new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build())
                .loadFromString(new String(yaml, StandardCharsets.UTF_8)));
    }

    private static JsonNode node(Object value) {
        return switch (value) {
            case null -> NODES.nullNode();
            case Map<?, ?> map -> {
                ObjectNode node = NODES.objectNode();
                map.forEach((key, child) -> node.set((String) key, node(child)));
                yield node;
            }
            case List<?> list -> {
                var node = NODES.arrayNode();
                list.forEach(child -> node.add(node(child)));
                yield node;
            }
            case String text -> NODES.textNode(text);
            case Boolean bool -> NODES.booleanNode(bool);
            case BigInteger big -> NODES.numberNode(big);
            case Integer integer -> NODES.numberNode(integer);
            case Long integer -> NODES.numberNode(integer);
            case Double number -> NODES.numberNode(new BigDecimal(Double.toString(number)));
            default -> throw new AssertionError("read as " + value.getClass());
        };
    }

    /** A canonical document in which a person, or bad luck, changed something. */
    private static String edited(long seed) {
        Random random = new Random(seed);
        String document =
                new String(CanonicalYaml.write(new HostileTrees(random.nextLong()).document()), StandardCharsets.UTF_8);
        int at = random.nextInt(document.length());
        int end = Math.min(document.length(), at + random.nextInt(3));
        return document.substring(0, at) + INSERTS.get(random.nextInt(INSERTS.size())) + document.substring(end);
    }
}
