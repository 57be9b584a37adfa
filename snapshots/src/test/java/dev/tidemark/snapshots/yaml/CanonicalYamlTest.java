package dev.tidemark.snapshots.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalYamlTest {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    @Test
    void a_manifest_reads_as_a_person_would_write_it() throws JsonProcessingException {
        assertThat(written("""
                        {"metadata":{"labels":{"app.kubernetes.io/name":"web","on":"yes"},"name":"web","annotations":{},
                        "namespace":"shop"},"kind":"Thing","apiVersion":"v1",
                        "spec":{"replicas":3,"args":["--port=80",["x"],{}],"conf":"a: 1\\nb: 2\\n","cut":"a\\nb",
                        "list":[{"name":"a","text":"x\\ny\\n\\n"},{"b":null}],"empty":[],"ratio":0.5,"huge":1e21}}""")).isEqualTo("""
                        apiVersion: v1
                        kind: Thing
                        metadata:
                          name: web
                          namespace: shop
                          labels:
                            app.kubernetes.io/name: web
                            "on": "yes"
                          annotations: {}
                        spec:
                          args:
                          - "--port=80"
                          - - x
                          - {}
                          conf: |
                            a: 1
                            b: 2
                          cut: |-
                            a
                            b
                          empty: []
                          huge: 1.0e+21
                          list:
                          - name: a
                            text: |+
                              x
                              y

                          - b: null
                          ratio: 0.5
                          replicas: 3
                        """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"y", "Y", "NO", "Off", "null", "~", "010", "1e3", ".5", "12:30", "<<", "=", "", "a b", "-"})
    void text_that_a_reader_may_take_for_a_value_is_quoted_as_key_and_value(String text) {
        ObjectNode tree = JSON.createObjectNode().put(text, text);
        assertThat(new String(CanonicalYaml.write(tree), StandardCharsets.UTF_8))
                .isEqualTo("\"" + text + "\": \"" + text + "\"\n");
    }

    @Test
    void characters_that_readers_change_are_escaped() {
        ObjectNode tree =
                JSON.createObjectNode().put("k", "\u0000\t\r\n\"\\\u007f\u0085\u00a0\u2028\ufeff/é\ud83d\ude00");
        assertThat(new String(CanonicalYaml.write(tree), StandardCharsets.UTF_8))
                .isEqualTo("k: \"\\x00\\t\\r\\n\\\"\\\\\\x7F\\x85\\xA0\\u2028\\uFEFF/é\ud83d\ude00\"\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb", " a\nb", "a \nb", "\na", "a\n\tb\t\n", "\n"})
    void a_block_that_would_lose_something_is_quoted_instead(String text) {
        byte[] yaml = CanonicalYaml.write(JSON.createObjectNode().put("k", text));
        assertThat(new String(yaml, StandardCharsets.UTF_8)).startsWith("k: \"");
        assertThat(CanonicalYaml.read(yaml).path("k").textValue()).isEqualTo(text);
    }

    @Test
    void a_key_longer_than_readers_look_ahead_survives() {
        ObjectNode tree = JSON.createObjectNode().put("k".repeat(2000), "v");
        assertThat(CanonicalYaml.read(CanonicalYaml.write(tree))).isEqualTo(tree);
    }

    @ParameterizedTest
    @CsvSource({
        "yes,true",
        "on,true",
        "N,false",
        "~,null",
        "010,8",
        "0x1F,31",
        "0b11,3",
        "1_000,1000",
        "+1,1",
        ".5,0.5",
        "12:30:45,\"12:30:45\"",
        "2001-01-01,\"2001-01-01\"",
        "=,\"=\"",
        "0o17,15",
        "09,9.0",
        "1e3,1000.0"
    })
    void a_scalar_means_what_it_means_to_kubectl(String scalar, String json) throws JsonProcessingException {
        ObjectNode read = CanonicalYaml.read(("k: " + scalar + "\n").getBytes(StandardCharsets.UTF_8));
        assertThat(dev.tidemark.snapshots.diff.Differ.equal(read.get("k"), JSON.readTree(json)))
                .as("%s", read)
                .isTrue();
    }

    @Test
    void a_key_is_text_as_kubectl_makes_it_text() {
        ObjectNode read = CanonicalYaml.read("on: 1\n010: 2\n".getBytes(StandardCharsets.UTF_8));
        assertThat(read.fieldNames()).toIterable().containsExactly("true", "8");
    }

    @ParameterizedTest
    @CsvSource({
        "'a: 1\na: 2\n',2,1,twice",
        "'on: 1\n\"true\": 2\n',2,1,twice",
        "'a: &x 1\nb: *x\n',1,4,anchors",
        "'a: !!str 1\n',1,4,tags",
        "'a: 1\n---\nb: 2\n',2,1,second document",
        "'- a\n',1,1,mapping",
        "'a: .nan\n',1,4,NaN",
        "'a: [1\n',2,1,expected",
        "'',1,1,empty",
        "'<<: {a: 1}\n',1,1,keys"
    })
    void what_kubectl_would_silently_change_is_refused_with_its_place(String yaml, int line, int column, String words) {
        assertThatThrownBy(() -> CanonicalYaml.read((yaml == null ? "" : yaml).getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(MalformedYaml.class, e -> {
                    assertThat(e.line()).isEqualTo(line);
                    assertThat(e.column()).isEqualTo(column);
                })
                .hasMessageContaining(words);
    }

    @Test
    void a_malformed_document_is_not_quoted_in_the_error() {
        assertThatThrownBy(() -> CanonicalYaml.read("password: [hunter2\n".getBytes(StandardCharsets.UTF_8)))
                .hasMessageNotContaining("hunter2");
    }

    private static String written(String json) throws JsonProcessingException {
        return new String(CanonicalYaml.write((ObjectNode) JSON.readTree(json)), StandardCharsets.UTF_8);
    }
}
