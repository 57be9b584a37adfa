package dev.tidemark.reconciler.scenario.recreate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.reconciler.everykind.Edit;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.reconciler.scenario.Sealing;
import dev.tidemark.reconciler.scenario.Table;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Somebody has made an object of every type anew with another value in a field that cannot be changed: each field that the
 * API server is known to refuse to change, in {@code /scenario/recreate/every-immutable-field.yaml}. A restore deletes
 * nothing and names the option, or that there is none. With all options it makes anew what it may, and what the server
 * allotted to an object that it only changes stays.
 *
 * <p>Of the fields that are known, four are no rows: the group and the plural of a definition, which are its name; its stored
 * versions, of which {@code ApiVersionsIT} tells; ControllerRevisions, which no snapshot keeps; and the ranges of a
 * ServiceCIDR, which goes only ten seconds after it was deleted. The server names fields otherwise than one would expect
 * where it prints a whole template, an element of a list, or a name without its {@code spec}.
 */
@ExtendWith(ControlPlane.class)
class EveryImmutableFieldIT {

    private static final String UID = "/metadata/uid";

    /** For the claims that have to be bound; out of the restore's scope. */
    private static final String VOLUMES = """
            apiVersion: v1
            kind: PersistentVolume
            metadata: {name: %1$s-claim-smaller, labels: {for: %1$s}}
            spec: {capacity: {storage: 2Gi}, accessModes: [ReadWriteOnce], storageClassName: %1$s, hostPath: {path: /tmp/a}}
            ---
            apiVersion: v1
            kind: PersistentVolume
            metadata: {name: %1$s-claim-larger, labels: {for: %1$s}}
            spec: {capacity: {storage: 2Gi}, accessModes: [ReadWriteOnce], storageClassName: %1$s, hostPath: {path: /tmp/a}}
            """;

    private static final String TYPE = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: things.%1$s.example.com}
            spec:
              group: %1$s.example.com
              scope: Namespaced
              names: {kind: Thing, plural: things, singular: thing}
              versions:
              - name: v1
                served: true
                storage: true
                schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {
                  model: {type: string, x-kubernetes-validations: [{rule: self == oldSelf, message: model is immutable}]}}}}}}
            """;

    private final Kubectl kubectl;
    private final Tidemark fresh;
    private final Namespace namespace;
    private final List<Row> rows;
    private final String types;

    EveryImmutableFieldIT(Kubectl kubectl, Tidemark fresh, Namespace namespace) {
        this.kubectl = kubectl.in(namespace);
        this.fresh = fresh;
        this.namespace = namespace;
        this.rows = Table.rows("/scenario/recreate/every-immutable-field.yaml", namespace).stream()
                .map(Row::new)
                .toList();
        this.types = rows.stream().map(Row::type).distinct().collect(Collectors.joining(","));
    }

    /** One document of the table. */
    private record Row(ObjectNode document) {

        String of(String key) {
            return document.path(key).asText();
        }

        ObjectNode object() {
            return document.withObject("/object");
        }

        /** {@code Kind.version.group}, as kubectl calls a type. */
        String type() {
            String[] group = object().path("apiVersion").asText().split("/", -1);
            String kind = object().path("kind").asText();
            return group.length == 1 ? kind : kind + "." + group[1] + "." + group[0];
        }

        ObjectNode live() {
            ObjectNode live = object().deepCopy();
            Edit.merge(live, document.path("live"));
            return live;
        }

        boolean has(String key) {
            return document.has(key);
        }

        /** This row's among things by {@code Kind/name}. */
        JsonNode in(Map<String, JsonNode> things) {
            return Objects.requireNonNull(things.get(Table.word(object())));
        }

        /** What a restore without options says of it. */
        void refused(JsonNode result) {
            assertThat(result.path("outcome").asText())
                    .as("%s", result)
                    .isEqualTo(has("inPlace") ? "updated" : "blocked");
            String reason = result.path("reason").asText();
            if (has("field")) {
                assertThat(reason).startsWith("immutable: " + of("field") + "; ");
            }
            if (has("allow")) {
                assertThat(reason).contains("--allow-recreate " + of("allow") + " deletes it and makes it anew: ");
            }
            if (has("never")) {
                assertThat(reason).contains(of("never")).doesNotContain("--allow-recreate");
            }
        }

        /** The outcome of a restore with all options. */
        String allowed() {
            return has("never") ? "blocked" : has("allow") ? "recreated" : "unchanged";
        }
    }

    @AfterEach
    void take_what_is_outside_of_the_namespace_away() {
        kubectl.delete(types, "-l", "of=" + namespace, "--wait=false");
        kubectl.delete("pv", "-l", "for=" + namespace, "--wait=false");
        kubectl.delete("crd/things." + namespace + ".example.com", "--wait=false");
    }

    @TestFactory
    Stream<DynamicTest> what_cannot_be_changed_is_made_anew_only_where_that_is_named_and_possible() {
        kubectl.apply(TYPE.formatted(namespace));
        kubectl.run("wait", "crd/things." + namespace + ".example.com", "--for=condition=Established");
        make(Row::object);
        Tidemark tidemark = Sealing.init(fresh);
        tidemark.json(0, "snapshot", "-l", "of=" + namespace);
        kubectl.delete(types, "-l", "of=" + namespace);
        make(Row::live);
        kubectl.run("wait", "pvc/claim-smaller", "pvc/claim-larger", "--for=jsonpath={.status.phase}=Bound");

        Map<String, JsonNode> found = live();
        Map<String, JsonNode> without = results(tidemark.json(3, restore()));
        Map<String, JsonNode> kept = live();
        Map<String, JsonNode> with = results(tidemark.json(3, restore(allowingAll())));
        Map<String, JsonNode> made = live();
        Map<String, JsonNode> again = results(tidemark.json(3, restore()));
        return rows.stream()
                .map(row -> DynamicTest.dynamicTest(row.of("row"), () -> {
                    row.refused(row.in(without));
                    assertThat(row.in(kept).at(UID))
                            .as("nothing was deleted")
                            .isEqualTo(row.in(found).at(UID));
                    assertThat(row.in(with).path("outcome").asText())
                            .as("%s", row.in(with))
                            .isEqualTo(row.allowed());
                    assertThat(row.in(made).at(UID).equals(row.in(found).at(UID)))
                            .isEqualTo(!row.has("allow"));
                    assertThat(row.in(again).path("outcome").asText())
                            .isEqualTo(row.has("never") ? "blocked" : "unchanged");
                    if (row.has("keeps")) {
                        JsonNode before = row.in(found).at(row.of("keeps"));
                        assertThat(row.in(made).at(row.of("keeps")))
                                .isNotEmpty()
                                .isEqualTo(before);
                    }
                }));
    }

    /** Every row's object, in one of its two states, and volumes for the claims. */
    private void make(Function<Row, ObjectNode> state) {
        kubectl.run("delete", "pv", "-l", "for=" + namespace);
        kubectl.apply(VOLUMES.formatted(namespace));
        kubectl.feed(Table.list(rows.stream().map(state).toList()), "create", "-f", "-")
                .exited(0);
    }

    private Map<String, JsonNode> live() {
        return kubectl.get(types, "-l", "of=" + namespace)
                .path("items")
                .valueStream()
                .collect(Collectors.toMap(Table::word, item -> item));
    }

    private static Map<String, JsonNode> results(JsonNode answer) {
        return answer.path("results")
                .valueStream()
                .collect(Collectors.toMap(
                        result -> result.at("/id/kind").asText() + "/"
                                + result.at("/id/name").asText(),
                        result -> result));
    }

    private String[] restore(String... more) {
        return Stream.concat(
                        Stream.of("restore", "HEAD", "-l", "of=" + namespace, "--yes", "--no-wait"), Stream.of(more))
                .toArray(String[]::new);
    }

    private String[] allowingAll() {
        return rows.stream()
                .filter(row -> row.has("allow"))
                .map(row -> row.of("allow"))
                .distinct()
                .flatMap(type -> Stream.of("--allow-recreate", type))
                .toArray(String[]::new);
    }
}
