package dev.tidemark.snapshots.diff;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.Manifest;
import dev.tidemark.snapshots.model.ResourceId;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class DifferTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void a_container_is_followed_by_name_when_another_is_put_before_it() throws Exception {
        List<FieldChange> fields = diff(
                "{'spec':{'containers':[{'name':'web','image':'nginx:1.27'}]}}",
                "{'spec':{'containers':[{'name':'log','image':'fluent:1'},{'name':'web','image':'nginx:1.28'}]}}");

        assertThat(fields)
                .extracting(FieldChange::path, FieldChange::label)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("/spec/containers/0", ".spec.containers[log]"),
                        org.assertj.core.groups.Tuple.tuple("/spec/containers/1/image", ".spec.containers[web].image"));
    }

    @Test
    void a_changed_order_of_named_elements_is_a_difference() throws Exception {
        List<FieldChange> fields = diff("{'env':[{'name':'A'},{'name':'B'}]}", "{'env':[{'name':'B'},{'name':'A'}]}");

        assertThat(fields).extracting(FieldChange::path).containsExactly("/env");
    }

    @Test
    void a_path_escapes_slash_and_tilde_as_a_json_pointer() throws Exception {
        assertThat(diff("{'a/b~c':1}", "{'a/b~c':2}"))
                .extracting(FieldChange::path, FieldChange::label)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("/a~1b~0c", "[a/b~c]"));
    }

    @Test
    void numbers_are_equal_by_value_whatever_type_their_reader_chose() throws Exception {
        ObjectNode ints = JSON.createObjectNode().put("replicas", 3);
        ObjectNode longs = JSON.createObjectNode().put("replicas", 3L);

        assertThat(Differ.fields(ints, longs)).isEmpty();
        assertThat(diff("{'a':1.0}", "{'a':1}")).isEmpty();
        assertThat(diff("{'a':'1'}", "{'a':1}")).hasSize(1);
    }

    @Test
    void absent_null_and_empty_are_three_different_things() throws Exception {
        assertThat(diff("{}", "{'a':null}")).hasSize(1);
        assertThat(diff("{'a':null}", "{'a':{}}")).hasSize(1);
        assertThat(diff("{'a':{}}", "{'a':[]}")).hasSize(1);
    }

    @Test
    void a_secret_value_never_stands_in_a_change() throws Exception {
        ResourceId id = new ResourceId("", "Secret", "secrets", "shop", "db");
        Change change = Differ.modified(
                        new Manifest(id, parse("{'data':{'password':'b2xk'},'type':'Opaque'}")),
                        new Manifest(id, parse("{'data':{'password':'bmV3','user':'cm9vdA=='},'type':'Opaque'}")))
                .orElseThrow();

        assertThat(change.fields()).extracting(FieldChange::path).containsExactly("/data/password", "/data/user");
        assertThat(change.fields().toString()).doesNotContain("b2xk", "bmV3", "cm9vdA");
        assertThat(change.fields().getFirst().to().orElseThrow().asText()).isEqualTo(FieldChange.SEALED);
    }

    @Test
    void a_secret_whose_data_appears_whole_is_masked_too() throws Exception {
        ResourceId id = new ResourceId("", "Secret", "secrets", "shop", "db");
        Change change = Differ.modified(
                        new Manifest(id, parse("{'type':'Opaque'}")),
                        new Manifest(id, parse("{'data':{'password':'bmV3'},'type':'Opaque'}")))
                .orElseThrow();

        assertThat(change.fields().getFirst().to().orElseThrow().toString()).doesNotContain("bmV3");
    }

    @Property
    void no_difference_is_reported_exactly_for_equal_trees(
            @ForAll("trees") ObjectNode a, @ForAll("trees") ObjectNode b) {
        assertThat(Differ.fields(a, b).isEmpty()).isEqualTo(a.equals(b));
        assertThat(Differ.fields(a, a.deepCopy())).isEmpty();
    }

    @Provide
    Arbitrary<ObjectNode> trees() {
        Arbitrary<String> json = Arbitraries.of("1", "2", "\"x\"", "null", "{}", "[]", "[1]", "[1,2]", "[2,1]")
                .list()
                .ofSize(3)
                .map(v -> "{\"a\":" + v.get(0) + ",\"l\":[{\"name\":\"p\",\"v\":" + v.get(1)
                        + "},{\"name\":\"q\",\"v\":" + v.get(2) + "}]}");
        Arbitrary<String> swapped = json.map(
                t -> t.replace("\"p\"", "\"t\"").replace("\"q\"", "\"p\"").replace("\"t\"", "\"q\""));
        return Arbitraries.oneOf(json, swapped).map(DifferTest::tree);
    }

    private static ObjectNode tree(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static ObjectNode parse(String json) {
        return tree(json.replace('\'', '"'));
    }

    private static List<FieldChange> diff(String from, String to) {
        return Differ.fields(parse(from), parse(to));
    }
}
