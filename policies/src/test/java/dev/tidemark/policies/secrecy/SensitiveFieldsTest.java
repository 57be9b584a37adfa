package dev.tidemark.policies.secrecy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.Manifest;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.model.TypeTable;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SensitiveFieldsTest {

    private static final ObjectNode TREE = CanonicalYaml.read("""
            data:
              password: x
              app.properties: y
            metadata:
              annotations: {example.com/token: z}
            spec:
              containers:
              - name: web
                env:
                - {name: PASSWORD, value: x}
                - {name: OTHER}
            """.getBytes(StandardCharsets.UTF_8));

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".data.password",
                ".data[password]",
                ".data[app.properties]",
                ".data.*",
                ".*.password",
                ".metadata.annotations[example.com/token]",
                ".spec.containers[web].env[PASSWORD].value",
                ".spec.containers[*].env[PASSWORD].value",
                ".spec.containers[*].env[*].value"
            })
    void a_field_that_is_there_is_not_found(String field) {
        assertThat(FieldPattern.parse(field).in(TREE)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".data.pass",
                ".data.password.more",
                ".spec.containers[api].env[PASSWORD].value",
                ".spec.containers[*].env[OTHER].value",
                ".spec.containers.env",
                ".spec.template"
            })
    void a_field_that_is_not_there_is_found(String field) {
        assertThat(FieldPattern.parse(field).in(TREE)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "data.password",
                "/data/password",
                ".data..password",
                ".data.",
                ".data[",
                ".data[]",
                ".kind",
                ".metadata",
                ".metadata.labels.app",
                ".metadata.name"
            })
    void what_is_no_field_or_is_never_sealed_is_accepted(String field) {
        Failure failure = catchThrowableOfType(Failure.class, () -> FieldPattern.parse(field));
        assertThat(failure.reason()).isEqualTo("bad-field");
    }

    private static ObjectsPattern objects(List<String> kinds, List<String> namespaces, List<String> names) {
        return new ObjectsPattern(kinds, namespaces, names);
    }

    private static final ResourceId DATABASE =
            new ResourceId("example.com", "Database", "databases", "shop", "app-main");

    @Test
    void an_object_is_matched_by_another_type_namespace_or_name() {
        for (String kind : List.of("databases", "Database", "databases.example.com", "DATABASE.Example.com")) {
            assertThat(objects(List.of("x", kind), List.of(), List.of()).test(DATABASE))
                    .as(kind)
                    .isTrue();
        }
        for (String kind : List.of("database.example", "data", "databases.example.com.x", "databases.")) {
            assertThat(objects(List.of(kind), List.of(), List.of()).test(DATABASE))
                    .as(kind)
                    .isFalse();
        }
        List<String> databases = List.of("databases");
        assertThat(objects(databases, List.of("shop"), List.of("app-*")).test(DATABASE))
                .isTrue();
        assertThat(objects(databases, List.of("shop"), List.of("app-ma.n", "app"))
                        .test(DATABASE))
                .isFalse();
        assertThat(objects(databases, List.of("other"), List.of()).test(DATABASE))
                .isFalse();
    }

    @Test
    void only_an_object_that_has_a_named_field_is_sensitive() {
        SensitiveFields sensitive = new SensitiveFields(List.of(new ObjectFields(
                objects(List.of("databases"), List.of(), List.of()),
                List.of(FieldPattern.parse(".none"), FieldPattern.parse(".data.password")))));
        assertThat(sensitive.in(new Manifest(DATABASE, TREE))).isTrue();
        assertThat(sensitive.in(new Manifest(DATABASE, TREE.objectNode()))).isFalse();
        assertThat(SensitiveFields.none().in(new Manifest(DATABASE, TREE))).isFalse();
    }

    @Test
    void a_misspelt_type_leaves_its_objects_in_plain_text() {
        TypeTable types = new TypeTable(List.of(
                new ResourceType("", "v1", "ConfigMap", "configmaps", "configmap", List.of("cm"), true, false)));
        SensitiveFields known = named("configmaps", "ConfigMap", "databases.example.com");
        assertThatNoException().isThrownBy(() -> known.requireKnown(types));
        assertThatThrownBy(() -> named("configmpas", "secretz").requireKnown(types))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("configmpas, nor secretz");
    }

    private static SensitiveFields named(String... kinds) {
        return new SensitiveFields(List.of(
                new ObjectFields(objects(List.of(kinds), List.of(), List.of()), List.of(FieldPattern.parse(".a")))));
    }
}
