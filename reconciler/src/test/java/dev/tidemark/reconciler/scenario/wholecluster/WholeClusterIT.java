package dev.tidemark.reconciler.scenario.wholecluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Empty;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.Program;
import dev.tidemark.reconciler.kit.TestCluster;
import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.reconciler.kit.User;
import dev.tidemark.reconciler.scenario.Git;
import dev.tidemark.reconciler.scenario.Sealing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Everything that a cluster holds goes into one history. What cannot be seen for a while, because a right is missing or
 * an API is down, stays as it was last seen; only what is proven gone goes.
 */
@ExtendWith(ControlPlane.class)
class WholeClusterIT {

    private final TestCluster cluster;
    private final Kubectl kubectl;
    private final Tidemark fresh;
    private Tidemark tidemark;
    private Git git;

    WholeClusterIT(@Empty TestCluster cluster, Tidemark fresh) {
        this.cluster = cluster;
        this.kubectl = cluster.kubectl();
        this.fresh = fresh.against(cluster);
    }

    @BeforeEach
    void make_a_repository() {
        kubectl.applyResource("/scenario/wholecluster/shop.yaml");
        tidemark = Sealing.init(fresh);
        git = new Git(tidemark.repository());
    }

    private static Optional<JsonNode> coverage(JsonNode answer, String group, String resource) {
        return StreamSupport.stream(answer.path("coverage").spliterator(), false)
                .filter(e -> e.path("group").asText().equals(group)
                        && e.path("resource").asText().equals(resource))
                .findFirst();
    }

    private static String state(JsonNode answer, String group, String resource) {
        return coverage(answer, group, resource).orElseThrow().path("state").asText();
    }

    @Test
    void a_cluster_is_committed_whole_and_then_found_unchanged() throws IOException {
        String head = git.id("live/default");
        JsonNode first = tidemark.json(0, "snapshot");
        assertThat(first.path("status").asText()).isEqualTo("Complete");
        assertThat(first.path("changed").asBoolean()).isTrue();
        assertThat(first.path("consistent").asBoolean()).isTrue();
        assertThat(first.path("commit").asText()).isEqualTo(git.id("live/default"));
        assertThat(first.path("parent").asText()).isEqualTo(head);
        assertThat(first.path("tree").asText()).isEqualTo(git.tree("live/default"));
        assertThat(first.path("objects").asInt())
                .isEqualTo(first.path("added").asInt())
                .isEqualTo((int) git.files("live/default").keySet().stream()
                        .filter(f -> f.startsWith("cluster/") || f.startsWith("namespaces/"))
                        .count());
        the_commit_says_what_it_is(first);
        every_type_is_accounted_for(first);
        git_agrees();

        Map<String, String> before = git.trailers("refs/tidemark/runs/default");
        JsonNode second = tidemark.json(0, "snapshot");
        assertThat(second.path("changed").asBoolean()).isFalse();
        assertThat(second.path("commit").asText())
                .isEqualTo(first.path("commit").asText());
        assertThat(git.run("rev-list", "--count", "live/default")).isEqualTo("2");
        Map<String, String> after = git.trailers("refs/tidemark/runs/default");
        assertThat(after)
                .containsEntry("Tidemark-Snapshot", first.path("commit").asText())
                .containsEntry("Tidemark-Status", "Complete")
                .containsEntry("Tidemark-Revision", second.path("revision").asText());
        assertThat(after.get("Tidemark-Time")).isGreaterThanOrEqualTo(before.get("Tidemark-Time"));
    }

    private void the_commit_says_what_it_is(JsonNode first) {
        String uid = kubectl.get("namespace", "kube-system")
                .path("metadata")
                .path("uid")
                .asText();
        assertThat(git.trailers("live/default"))
                .containsEntry("Tidemark-Cluster", uid)
                .containsEntry("Tidemark-Revision", first.path("revision").asText())
                .containsEntry(
                        "Tidemark-Kubernetes",
                        kubectl.attempt("version", "-o", "json")
                                .json()
                                .path("serverVersion")
                                .path("gitVersion")
                                .asText())
                .containsEntry("Tidemark-Policy", "none")
                .containsEntry("Tidemark-Component", "default")
                .containsEntry("Tidemark-Status", "Complete")
                .containsEntry("Tidemark-Objects", first.path("objects").asText())
                .containsEntry("Tidemark-Seq", "1")
                .doesNotContainKeys("Tidemark-Selection", "Tidemark-Previous-Cluster");
    }

    private void every_type_is_accounted_for(JsonNode first) {
        List<String> served = kubectl.run("api-resources", "--verbs=list,get,create,update", "-o", "name")
                .lines()
                .toList();
        List<String> accounted = new ArrayList<>();
        first.path("coverage").forEach(e -> {
            assertThat(e.path("state").asText()).isIn("complete", "excluded");
            String group = e.path("group").asText();
            accounted.add(e.path("resource").asText() + (group.isEmpty() ? "" : "." + group));
        });
        assertThat(accounted).containsAll(served);
    }

    private void git_agrees() throws IOException {
        assertThat(git.attempt("fsck", "--strict", "--full").exited(0).toString())
                .doesNotContain("error", "warning", "missing");
        String key = Program.onPath("ssh-keygen")
                .run("-y", "-f", tidemark.keys().resolve("signing").toString())
                .exited(0)
                .out();
        Path signers = Files.createTempFile("allowed-signers-", "");
        Files.writeString(signers, "tidemark@localhost " + key);
        for (String commit : List.of("live/default", "live/default~1", "refs/tidemark/runs/default")) {
            git.run("-c", "gpg.format=ssh", "-c", "gpg.ssh.allowedSignersFile=" + signers, "verify-commit", commit);
        }
    }

    /** The one of the second repository is the first one's copy: the same keys, the same id, and an empty history. */
    @Test
    void two_histories_with_the_same_keys_hold_the_same_but_for_sealed_values() throws IOException {
        Path copy = tidemark.repository().resolveSibling("copy");
        copy(tidemark.repository(), copy);
        tidemark.json(0, "snapshot");
        tidemark.withRepository(copy).json(0, "snapshot");
        Map<String, String> ours = git.files("live/default");
        Map<String, String> theirs = new Git(copy).files("live/default");
        assertThat(theirs.keySet()).isEqualTo(ours.keySet());
        List<String> different = ours.keySet().stream()
                .filter(path -> !ours.get(path).equals(theirs.get(path)))
                .toList();
        assertThat(different).isNotEmpty().allSatisfy(path -> assertThat(path).contains("/core/secrets/"));
        for (String path : different) {
            assertThat(unsealed(git.text("live/default", path)))
                    .isEqualTo(unsealed(new Git(copy).text("live/default", path)));
        }
    }

    /** The lines that hold neither a ciphertext nor a fingerprint. */
    private static List<String> unsealed(String document) {
        return document.lines()
                .filter(line -> !line.contains("\"fp\":") && !line.matches(" +\"?[A-Za-z0-9._-]+\"?: \"?Ag.*"))
                .toList();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    @Test
    void what_a_user_may_not_see_stays_as_it_was_last_seen() {
        Namespace home = cluster.newNamespace();
        JsonNode first = tidemark.json(0, "snapshot");
        User user = cluster.newUser(home);
        allow(user, home);
        kubectl.run("delete", "configmap/app", "secret/db", "-n", "whole-shop");

        JsonNode second = tidemark.as(user.kubeconfig()).json(3, "snapshot");
        assertThat(second.path("status").asText()).isEqualTo("Partial");
        assertThat(state(second, "", "configmaps")).isEqualTo("complete");
        assertThat(state(second, "", "secrets")).isEqualTo("denied");
        assertThat(state(second, "apps", "deployments")).isEqualTo("denied");
        assertThat(coverage(second, "", "secrets").orElseThrow().path("count").asInt())
                .as("the old files count")
                .isEqualTo(coverage(first, "", "secrets")
                        .orElseThrow()
                        .path("count")
                        .asInt());
        assertThat(second.path("removed").asInt()).isEqualTo(1);
        assertThat(git.files("live/default"))
                .containsKey("namespaces/whole-shop/core/secrets/db.yaml")
                .containsKey("namespaces/whole-shop/apps/deployments/web.yaml")
                .doesNotContainKey("namespaces/whole-shop/core/configmaps/app.yaml");
        assertThat(git.trailers("live/default")).containsEntry("Tidemark-Status", "Partial");
        assertThat(tidemark.json(0, "show", "latest").path("commit").asText())
                .as("a partial snapshot is not the latest")
                .isEqualTo(first.path("commit").asText());
        assertThat(tidemark.as(user.kubeconfig()).run("snapshot").exited(3).err())
                .contains("denied: secrets", "older manifest");

        JsonNode whole = tidemark.json(0, "snapshot");
        assertThat(whole.path("status").asText()).isEqualTo("Complete");
        assertThat(git.files("live/default")).doesNotContainKey("namespaces/whole-shop/core/secrets/db.yaml");
    }

    /** May see which cluster it is, and ConfigMaps. */
    private void allow(User user, Namespace home) {
        String role = "few-rights-" + home;
        kubectl.run("create", "clusterrole", role, "--verb=list,get", "--resource=configmaps");
        kubectl.run("create", "clusterrolebinding", role, "--clusterrole=" + role, "--user=" + user.name());
        kubectl.run("create", "clusterrole", role + "-id", "--verb=get", "--resource=namespaces");
        kubectl.run(
                "create", "clusterrolebinding", role + "-id", "--clusterrole=" + role + "-id", "--user=" + user.name());
    }

    @Test
    void an_api_without_a_server_is_unavailable_and_never_absent() {
        JsonNode first = tidemark.json(0, "snapshot");
        assertThat(coverage(first, "gone.example.com", "*")).isEmpty();
        kubectl.applyResource("/scenario/wholecluster/api-without-server.yaml");
        try {
            kubectl.run("wait", "apiservice/v1.gone.example.com", "--for=condition=Available=False", "--timeout=60s");
            JsonNode second = tidemark.json(3, "snapshot");
            assertThat(second.path("status").asText()).isEqualTo("Partial");
            assertThat(state(second, "gone.example.com", "*")).isEqualTo("unavailable");
            assertThat(second.path("removed").asInt()).isZero();
            assertThat(git.files("live/default"))
                    .containsKey("cluster/apiregistration.k8s.io/apiservices/v1.gone.example.com.yaml");
        } finally {
            kubectl.delete("apiservice/v1.gone.example.com");
        }
        assertThat(tidemark.json(0, "snapshot").path("status").asText()).isEqualTo("Complete");
    }

    @Test
    void a_removed_definition_takes_the_files_of_its_objects_with_it() {
        kubectl.applyResource("/scenario/wholecluster/definition.yaml");
        kubectl.run("wait", "crd/gadgets.wholecluster.example.com", "--for=condition=Established");
        kubectl.applyResource("/scenario/wholecluster/gadget.yaml");
        String definition =
                "cluster/apiextensions.k8s.io/customresourcedefinitions/gadgets.wholecluster.example.com.yaml";
        String gadget = "namespaces/whole-shop/wholecluster.example.com/gadgets/one.yaml";
        tidemark.json(0, "snapshot");
        assertThat(git.files("live/default")).containsKeys(definition, gadget);

        kubectl.delete("crd/gadgets.wholecluster.example.com");
        JsonNode after = tidemark.json(0, "snapshot");
        assertThat(after.path("status").asText()).isEqualTo("Complete");
        assertThat(after.path("removed").asInt()).isEqualTo(2);
        assertThat(git.files("live/default")).doesNotContainKeys(definition, gadget);
        assertThat(tidemark.run("show", "latest", "gadget/one").exited(2).err())
                .contains("no resource type is called 'gadget'");
    }
}
