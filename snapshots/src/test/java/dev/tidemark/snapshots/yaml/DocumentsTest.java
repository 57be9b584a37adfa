package dev.tidemark.snapshots.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentsTest {

    private static List<String> names(String stream) {
        return Documents.read(stream.getBytes(StandardCharsets.UTF_8)).stream()
                .map(object -> object.path("name").asText())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name: a\n---\nname: b\n",
                "---\nname: a\n---\n---\n# nothing\n---\nname: b\n...\n",
                "{\"name\": \"a\"}{\"name\": \"b\"}",
                "{\n\t\"name\": \"a\"\n}\n{\n\t\"name\": \"b\"\n}\n",
                "{name: a}\n---\n{name: b}\n",
                "kind: List\nitems:\n- name: a\n- name: b\n",
                "kind: SecretList\nitems:\n- name: a\n---\nkind: List\nitems:\n- kind: List\n  items: [{name: b}]\n"
            })
    void every_object_of_a_stream_is_read_in_its_order(String stream) {
        assertThat(names(stream)).containsExactly("a", "b");
    }

    @Test
    void an_empty_stream_has_no_objects() {
        assertThat(names("")).isEmpty();
        assertThat(names("---\n# nothing\n")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"- a\n", "a: 1\na: 2\n", "name: a\n---\ntext\n", "kind: List\nitems: [1]\n", "{\"a\":1,\"a\":2}"
            })
    void what_kubectl_would_drop_or_misread_is_refused(String stream) {
        assertThatThrownBy(() -> names(stream)).isInstanceOf(MalformedYaml.class);
    }

    /** Each reader goes down a level by calling itself: without a limit such a file would end the program. */
    @ParameterizedTest
    @CsvSource({"'a:', '- '", "'a: ', '['", "'a: ', '{b: '", "'{\"a\":', '['", "'{\"a\":', '{\"b\":'"})
    void what_stands_too_deep_is_refused(String start, String level) {
        byte[] stream = (start + (level.equals("- ") ? "\n" : "") + level.repeat(50_000) + "x\n")
                .getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Documents.read(stream)).isInstanceOf(MalformedYaml.class);
        assertThatThrownBy(() -> CanonicalYaml.read(stream)).isInstanceOf(MalformedYaml.class);
    }

    /** SnakeYAML 2.7 ends with exceptions of Java's own at these. */
    @ParameterizedTest
    @ValueSource(strings = {"a: \"\\u", "a: \"b\\x", "a: \"\\U7fffffff\"\n"})
    void an_escape_that_is_cut_off_or_no_character_is_refused(String stream) {
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Documents.read(bytes)).isInstanceOf(MalformedYaml.class);
        assertThatThrownBy(() -> CanonicalYaml.read(bytes)).isInstanceOf(MalformedYaml.class);
    }

    @Test
    void what_looks_like_json_in_another_encoding_and_is_no_text_is_refused() {
        byte[] stream = "{\0\0\0xxxx".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> Documents.read(stream)).isInstanceOf(MalformedYaml.class);
    }

    @Test
    void keys_that_look_like_something_else_stay_text() {
        ObjectNode object = Documents.read("n: 1\non: 2\n1e3: 3\n".getBytes(StandardCharsets.UTF_8))
                .getFirst();
        assertThat(object.size()).isEqualTo(3);
    }
}
