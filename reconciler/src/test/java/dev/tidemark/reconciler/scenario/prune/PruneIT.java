package dev.tidemark.reconciler.scenario.prune;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.TestCluster;
import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.reconciler.kit.User;
import dev.tidemark.reconciler.scenario.Sealing;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Somebody left things behind in a namespace: a debug ConfigMap, a claim, a Deployment. A restore leaves them alone, until
 * it is told to prune; then what the snapshot proves should not exist goes, and what could hurt stays and is named.
 */
@ExtendWith(ControlPlane.class)
class PruneIT {

    private final TestCluster cluster;
    private final Kubectl kubectl;
    private final Tidemark fresh;
    private final Namespace namespace;
    private Tidemark tidemark;

    PruneIT(TestCluster cluster, Tidemark fresh, Namespace namespace) {
        this.cluster = cluster;
        this.kubectl = cluster.kubectl().in(namespace);
        this.fresh = fresh;
        this.namespace = namespace;
    }

    @BeforeEach
    void take_a_snapshot() {
        kubectl.run("create", "configmap", "app", "--from-literal=colour=blue");
        tidemark = Sealing.init(fresh);
        tidemark.json(0, "snapshot", "-n", namespace.name());
    }

    private String[] restore(String... words) {
        return Stream.concat(Stream.of("restore", "HEAD", "-n", namespace.name()), Stream.of(words))
                .toArray(String[]::new);
    }

    private static List<String> outcomes(JsonNode answer) {
        return StreamSupport.stream(answer.path("results").spliterator(), false)
                .filter(r -> !r.path("outcome").asText().equals("unchanged"))
                .map(r -> r.path("outcome").asText() + " "
                        + r.path("id").path("name").asText())
                .toList();
    }

    @Test
    void what_the_snapshot_does_not_have_is_left_alone_and_named_until_it_is_to_be_pruned() {
        kubectl.run("create", "configmap", "debug", "--from-literal=a=1");
        JsonNode without = tidemark.json(0, restore("--yes"));
        assertThat(outcomes(without)).isEmpty();
        assertThat(without.path("verify").path("extra").get(0).path("name").asText())
                .isEqualTo("debug");
        JsonNode plan = tidemark.json(1, restore("--prune", "--dry-run"));
        assertThat(plan.path("plan").path("steps").toString()).contains("\"action\":\"delete\"");
        assertThat(kubectl.has("configmap/debug")).isTrue();

        JsonNode pruned = tidemark.json(0, restore("--prune", "--yes"));
        assertThat(outcomes(pruned)).containsExactly("deleted debug");
        assertThat(pruned.path("verify").path("extra")).isEmpty();
        assertThat(kubectl.has("configmap/debug")).isFalse();
        assertThat(kubectl.has("configmap/app")).isTrue();
        assertThat(tidemark.json(0, restore("--prune", "--yes"))
                        .path("restorePoint")
                        .isNull())
                .as("a second one has nothing to do")
                .isTrue();
    }

    @Test
    void a_workload_goes_with_what_its_controllers_made_of_it() {
        kubectl.run("create", "deployment", "debug", "--image=shell", "--replicas=1");
        kubectl.run("wait", "deployment/debug", "--for=condition=Available", "--timeout=60s");
        assertThat(outcomes(tidemark.json(0, restore("--prune", "--yes")))).containsExactly("deleted debug");
        assertThat(kubectl.has("deployment/debug")).isFalse();
    }

    @Test
    void a_protected_object_is_blocked_by_name_and_the_rest_goes() {
        kubectl.run("create", "configmap", "debug", "--from-literal=a=1");
        kubectl.apply("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata:
                  name: data
                spec:
                  storageClassName: none-such
                  accessModes: [ReadWriteOnce]
                  resources:
                    requests:
                      storage: 1Gi
                """);
        JsonNode pruned = tidemark.json(3, restore("--prune", "--yes"));
        assertThat(outcomes(pruned)).containsExactlyInAnyOrder("deleted debug", "blocked data");
        assertThat(pruned.path("results").toString()).contains("--allow-kind persistentvolumeclaims");
        assertThat(kubectl.has("pvc/data")).isTrue();

        JsonNode allowed = tidemark.json(0, restore("--prune", "--yes", "--allow-kind", "pvc"));
        assertThat(outcomes(allowed)).containsExactly("deleted data");
        assertThat(kubectl.has("pvc/data")).isFalse();
    }

    @Test
    void an_annotation_keeps_an_object() {
        kubectl.run("create", "configmap", "kept", "--from-literal=a=1");
        kubectl.run("annotate", "configmap/kept", "helm.sh/resource-policy=keep");
        JsonNode pruned = tidemark.json(3, restore("--prune", "--yes"));
        assertThat(outcomes(pruned)).containsExactly("blocked kept");
        assertThat(kubectl.has("configmap/kept")).isTrue();
    }

    @Test
    void a_flood_of_deletions_is_refused_until_its_size_is_named() {
        kubectl.apply(IntStream.range(0, 12)
                .mapToObj(i -> "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: flood-" + i + "\n")
                .collect(Collectors.joining("---\n")));
        assertThat(tidemark.run(restore("--prune", "--yes")).exited(4).err())
                .startsWith("refused: ")
                .contains("12", "--max-deletes");
        assertThat(tidemark.run(restore("--prune", "--yes", "--max-deletes", "11"))
                        .exited(4)
                        .err())
                .contains("--max-deletes");
        assertThat(kubectl.has("configmap/flood-0")).isTrue();
        assertThat(outcomes(tidemark.json(0, restore("--prune", "--yes", "--max-deletes", "12"))))
                .hasSize(12)
                .allMatch(o -> o.startsWith("deleted flood-"));
    }

    @Test
    void what_was_not_seen_when_the_snapshot_was_taken_is_not_proven_to_be_absent() {
        User user = cluster.newUser(namespace);
        kubectl.run("create", "role", "look", "--verb=list,get", "--resource=configmaps");
        kubectl.run("create", "rolebinding", "look", "--role=look", "--user=" + user.name());
        String mayIdentify = "identify-" + namespace;
        kubectl.run("create", "clusterrole", mayIdentify, "--verb=get", "--resource=namespaces");
        kubectl.run(
                "create", "clusterrolebinding", mayIdentify, "--clusterrole=" + mayIdentify, "--user=" + user.name());
        Tidemark partial =
                Sealing.init(fresh.withRepository(tidemark.repository().resolveSibling("partial")));
        partial.as(user.kubeconfig()).json(3, "snapshot", "-n", namespace.name());

        kubectl.run("create", "configmap", "debug", "--from-literal=a=1");
        kubectl.run("create", "secret", "generic", "debug", "--from-literal=a=1");
        JsonNode pruned = partial.json(3, restore("--prune", "--yes"));
        assertThat(outcomes(pruned)).contains("deleted debug", "blocked debug");
        assertThat(pruned.path("results").toString()).contains("unproven: ");
        assertThat(kubectl.has("configmap/debug")).isFalse();
        assertThat(kubectl.has("secret/debug")).isTrue();
    }
}
