package dev.tidemark.reconciler.scenario.restore;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.reconciler.everykind.Edit;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.reconciler.scenario.Sealing;
import dev.tidemark.reconciler.scenario.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Other managers have changed an object in each of the ways in which server-side apply alone would not bring it back: they
 * own what the snapshot lacks, share what it has, or hold the other half of a choice. One restore brings all of them back,
 * and the next one has nothing to do. The rows are in {@code /scenario/restore/every-drift.yaml}.
 */
@ExtendWith(ControlPlane.class)
class EveryDriftIT {

    private static final String TYPE = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: things.%1$s.example.com}
            spec:
              group: %1$s.example.com
              scope: Namespaced
              names: {kind: Thing, plural: things, singular: thing}
              versions:
              - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: %2$s}}
              - {name: v1beta1, served: true, storage: false, schema: {openAPIV3Schema: %2$s}}
            """;

    private static final String SCHEMA = """
            {type: object, properties: {spec: {type: object, properties: {
              nothing: {type: string, nullable: true},
              atoms: {type: array, items: {type: string}},
              tags: {type: array, x-kubernetes-list-type: set, items: {type: string}},
              parts: {type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [name], items: {
                type: object, required: [name], properties: {name: {type: string}, count: {type: integer}}}}}}}}""";

    private final Kubectl kubectl;
    private final Tidemark fresh;
    private final Namespace namespace;
    private final List<Row> rows;

    EveryDriftIT(Kubectl kubectl, Tidemark fresh, Namespace namespace) {
        this.kubectl = kubectl.in(namespace);
        this.fresh = fresh;
        this.namespace = namespace;
        this.rows = Table.rows("/scenario/restore/every-drift.yaml", namespace).stream()
                .map(Row::new)
                .toList();
    }

    /** One document of the table. */
    private record Row(ObjectNode document) {

        String name() {
            return document.path("row").asText();
        }

        ObjectNode object() {
            return document.withObject("/object");
        }

        boolean stays() {
            return document.has("stays");
        }

        /** What of the live object the row is about. */
        JsonNode seen(JsonNode live) {
            return live.at(document.path("at").asText());
        }

        /** Just these fields of the object. */
        ObjectNode applied(JsonNode fields) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            body.set("apiVersion", object().get("apiVersion"));
            body.set("kind", object().get("kind"));
            body.putObject("metadata").set("name", object().at("/metadata/name"));
            Edit.merge(body, fields);
            return body;
        }
    }

    @AfterEach
    void take_what_is_outside_of_the_namespace_away() {
        kubectl.run("patch", "configmap/finalizer", "--type=merge", "-p", "{\"metadata\":{\"finalizers\":null}}");
        kubectl.delete(
                "validatingwebhookconfiguration/" + namespace,
                "crd/things." + namespace + ".example.com",
                "--wait=false");
    }

    @TestFactory
    Stream<DynamicTest> what_other_managers_did_is_undone_and_the_next_restore_has_nothing_to_do() {
        make();
        Tidemark tidemark = Sealing.init(fresh);
        tidemark.json(0, "snapshot", "-l", "of=" + namespace);
        List<JsonNode> before = seen();
        rows.forEach(this::drift);
        List<JsonNode> drifted = seen();

        JsonNode restored = tidemark.json(0, "restore", "HEAD", "-l", "of=" + namespace, "--yes", "--no-wait");
        assertThat(restored.at("/verify/equal").asBoolean()).isTrue();
        assertThat(restored.at("/verify/residual").findValuesAsText("path"))
                .containsExactlyElementsOf(rows.stream()
                        .flatMap(row -> row.document().findValuesAsText("residual").stream())
                        .toList());
        tidemark.run("restore", "HEAD", "-l", "of=" + namespace, "--dry-run").exited(0);

        List<JsonNode> after = seen();
        return IntStream.range(0, rows.size())
                .mapToObj(i -> DynamicTest.dynamicTest(rows.get(i).name(), () -> {
                    assertThat(drifted.get(i)).isNotEqualTo(before.get(i));
                    assertThat(after.get(i)).isEqualTo(rows.get(i).stays() ? drifted.get(i) : before.get(i));
                }));
    }

    /** By POST: only so can a key stand twice in a list. */
    private void make() {
        kubectl.apply(TYPE.formatted(namespace, SCHEMA));
        kubectl.run("wait", "crd/things." + namespace + ".example.com", "--for=condition=Established");
        kubectl.feed(Table.list(rows.stream().map(Row::object).toList()), "create", "-f", "-")
                .exited(0);
    }

    /** For each row, what it is about, as it is now. */
    private List<JsonNode> seen() {
        JsonNode live = kubectl.get(
                "configmaps,secrets,services,serviceaccounts,deployments,statefulsets,daemonsets,roles,rolebindings,"
                        + "networkpolicies,poddisruptionbudgets,validatingwebhookconfigurations,things."
                        + namespace
                        + ".example.com",
                "-l",
                "of=" + namespace);
        return rows.stream()
                .map(row -> row.seen(live.path("items")
                        .valueStream()
                        .filter(object -> Table.word(object).equals(Table.word(row.object())))
                        .findFirst()
                        .orElseThrow()))
                .toList();
    }

    private void drift(Row row) {
        for (JsonNode drift : row.document().path("drift")) {
            List<String> words = new ArrayList<>(
                    List.of("--field-manager=" + drift.path("by").asText("helm")));
            if (drift.has("through")) {
                words.add("--subresource=" + drift.path("through").asText());
            }
            if (drift.has("apply")) {
                words.addAll(0, List.of("apply", "--server-side", "--force-conflicts", "-f", "-"));
            } else {
                words.addAll(
                        0,
                        List.of(
                                "patch",
                                Table.word(row.object()),
                                "--type=merge",
                                "-p",
                                drift.path("merge").toString()));
            }
            kubectl.feed(row.applied(drift.path("apply")).toString(), words.toArray(String[]::new))
                    .exited(0);
        }
    }
}
