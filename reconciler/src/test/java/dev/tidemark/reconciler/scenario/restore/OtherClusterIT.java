package dev.tidemark.reconciler.scenario.restore;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Empty;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.TestCluster;
import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.reconciler.scenario.Git;
import dev.tidemark.reconciler.scenario.Policies;
import dev.tidemark.reconciler.scenario.Sealing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The kubeconfig names another cluster than the history is of. By mistake: nothing happens. On purpose, because the
 * cluster was lost and rebuilt: everything comes back there, and the history goes on with the new one.
 */
@ExtendWith(ControlPlane.class)
class OtherClusterIT {

    @Test
    void nothing_goes_to_another_cluster_until_it_is_meant(
            Kubectl kubectl, Tidemark fresh, Namespace namespace, @Empty TestCluster rebuilt) {
        kubectl.in(namespace).run("create", "configmap", "app", "--from-literal=colour=blue");
        kubectl.in(namespace).run("create", "secret", "generic", "db", "--from-literal=password=correct-horse");
        Tidemark tidemark =
                Sealing.init(fresh, "--policy", Policies.of(namespace).toString());
        JsonNode before = tidemark.json(0, "snapshot", "--component", "apps");
        String old = new Git(tidemark.repository()).trailers("HEAD").get("Tidemark-Cluster");
        Tidemark there = tidemark.against(rebuilt);

        assertThat(there.run("snapshot", "--component", "apps").exited(4).err()).contains(old, "--adopt-cluster");
        assertThat(there.run("restore", "latest", "--yes").exited(4).err()).contains(old, "--other-cluster");
        assertThat(rebuilt.kubectl().has("namespace", namespace.name())).isFalse();

        JsonNode restored = there.json(0, "restore", "latest", "--yes", "--other-cluster");
        assertThat(restored.path("verify").path("equal").asBoolean()).isTrue();
        assertThat(rebuilt.kubectl()
                        .in(namespace)
                        .get("secret/db")
                        .path("data")
                        .path("password")
                        .asText())
                .isEqualTo("Y29ycmVjdC1ob3JzZQ==");

        assertThat(there.run("restore", "latest", "--yes", "--other-cluster")
                        .exited(0)
                        .out())
                .endsWith("tidemark snapshot --adopt-cluster\n");

        JsonNode adopted = there.json(0, "snapshot", "--component", "apps", "--adopt-cluster");
        Git git = new Git(tidemark.repository());
        assertThat(git.trailers("HEAD"))
                .containsEntry("Tidemark-Previous-Cluster", old)
                .doesNotContainEntry("Tidemark-Cluster", old);
        assertThat(git.run(
                        "diff",
                        "--name-only",
                        before.path("commit").asText(),
                        adopted.path("commit").asText(),
                        "--",
                        "cluster",
                        "namespaces"))
                .as("objects that are different in the rebuilt cluster")
                .isEmpty();
        assertThat(there.json(0, "snapshot", "--component", "apps")
                        .path("changed")
                        .asBoolean())
                .isFalse();
    }
}
