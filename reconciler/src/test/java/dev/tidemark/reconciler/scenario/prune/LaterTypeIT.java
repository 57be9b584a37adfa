package dev.tidemark.reconciler.scenario.prune;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Empty;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.TestCluster;
import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.reconciler.scenario.Sealing;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody tried out an operator after the snapshot: its types, a namespace for it, and some objects are left behind. */
@ExtendWith(ControlPlane.class)
class LaterTypeIT {

    private static final String TRIAL = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: trials.later.example.com}
            spec:
              group: later.example.com
              scope: Namespaced
              names: {kind: Trial, plural: trials, singular: trial}
              versions:
              - name: v1
                served: true
                storage: true
                schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
            ---
            apiVersion: v1
            kind: Namespace
            metadata: {name: trial}
            """;

    private final Kubectl kubectl;
    private final Tidemark fresh;
    private Tidemark tidemark;

    LaterTypeIT(@Empty TestCluster cluster, Tidemark fresh) {
        this.kubectl = cluster.kubectl();
        this.fresh = fresh.against(cluster);
    }

    @BeforeEach
    void take_a_snapshot_and_try_out_an_operator() {
        tidemark = Sealing.init(fresh);
        tidemark.json(0, "snapshot");
        kubectl.apply(TRIAL);
        kubectl.run("wait", "crd/trials.later.example.com", "--for=condition=Established", "--timeout=60s");
        kubectl.apply("""
                apiVersion: later.example.com/v1
                kind: Trial
                metadata: {name: first, namespace: trial}
                """);
    }

    private JsonNode prune(int exit, String... allowed) {
        return tidemark.json(
                exit,
                Stream.concat(
                                Stream.of("restore", "HEAD", "--prune", "--yes"),
                                Stream.of(allowed).map(type -> "--allow-kind=" + type))
                        .toArray(String[]::new));
    }

    private static List<String> outcomes(JsonNode answer) {
        return answer.path("results")
                .valueStream()
                .filter(result -> !result.path("outcome").asText().equals("unchanged"))
                .map(result -> result.path("outcome").asText() + " "
                        + result.path("id").path("kind").asText())
                .toList();
    }

    @Test
    void a_type_that_came_later_goes_and_before_it_each_of_its_objects() {
        JsonNode pruned = prune(0, "crd", "ns", "trials");
        assertThat(outcomes(pruned))
                .containsExactlyInAnyOrder("deleted Trial", "deleted CustomResourceDefinition", "deleted Namespace");
        assertThat(kubectl.has("crd/trials.later.example.com")).isFalse();
        assertThat(kubectl.has("namespace/trial")).isFalse();
        assertThat(pruned.path("verify").path("extra")).isEmpty();
    }

    @Test
    void what_stays_keeps_its_namespace_and_its_type() {
        kubectl.in("trial").run("annotate", "trial/first", "helm.sh/resource-policy=keep");
        JsonNode pruned = prune(3, "crd", "ns", "trials");
        assertThat(outcomes(pruned))
                .containsExactlyInAnyOrder("blocked Trial", "blocked CustomResourceDefinition", "blocked Namespace");
        assertThat(pruned.path("results").toString())
                .contains("protected: trial.later.example.com/first stays, and would go with it");
        assertThat(kubectl.in("trial").has("trial/first")).isTrue();
    }
}
