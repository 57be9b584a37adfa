package dev.tidemark.reconciler.scenario.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.policies.mapping.NamespaceMap;
import dev.tidemark.policies.select.Selection;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.TestCluster;
import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.reconciler.kit.User;
import dev.tidemark.reconciler.restore.RestoreJournal;
import dev.tidemark.reconciler.scenario.Git;
import dev.tidemark.reconciler.scenario.Webhooks;
import dev.tidemark.snapshots.git.CommitSigner;
import dev.tidemark.snapshots.git.SnapshotRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code doctor} with a real cluster. */
@ExtendWith(ControlPlane.class)
class DoctorIT {

    @TempDir
    Path folder;

    private final TestCluster cluster;
    private final Kubectl kubectl;
    private final Tidemark tidemark;
    private final Namespace namespace;

    DoctorIT(TestCluster cluster, Kubectl kubectl, Tidemark tidemark, Namespace namespace) {
        this.cluster = cluster;
        this.kubectl = kubectl;
        this.tidemark = tidemark;
        this.namespace = namespace;
    }

    private static List<String> codes(JsonNode answer, String level) {
        return answer.path("findings")
                .valueStream()
                .filter(f -> f.path("level").asText().equals(level))
                .map(f -> f.path("code").asText())
                .toList();
    }

    private static JsonNode finding(JsonNode answer, String code) {
        return answer.path("findings")
                .valueStream()
                .filter(f -> f.path("code").asText().equals(code))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + code + " in " + answer));
    }

    private Git init() throws IOException {
        Path remote = Files.createDirectory(folder.resolve("remote"));
        new Git(remote).run("init", "-q", "--bare");
        tidemark.init("--remote", remote.toString());
        return new Git(tidemark.repository());
    }

    @Test
    void a_set_up_that_is_as_it_should_be_fails_nowhere_and_what_is_broken_is_named() throws IOException {
        Git git = init();
        tidemark.json(0, "snapshot");
        String text = tidemark.run("doctor").exited(0).out();
        assertThat(text)
                .containsPattern("(?m)^ok    cluster .+ \\(v1\\..+\\): answers; may list (\\d+) of \\1 types$")
                .contains("ok    live/default: describes this cluster\n")
                .containsPattern("(?m)^ok    restore: this account may write objects of (\\d+) of \\1 types$")
                .contains("ok    clock: agrees with the API server's\n")
                .contains("ok    remote origin: answers, and has all commits\n")
                .contains("ok    restores: none is unfinished\n")
                .containsPattern("(?m)^warn  escrow: there is none.* -> tidemark keys escrow");
        assertThat(codes(tidemark.json(0, "doctor"), "fail")).isEmpty();

        // Somebody describes another cluster, and signs nothing.
        Path file = tidemark.repository().resolve(".tidemark/cluster.yaml");
        Files.writeString(file, Files.readString(file).replaceFirst("cluster: \\S+", "cluster: \"another\""));
        git.run("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-a", "-m", "forged");
        git.run("remote", "set-url", "origin", folder.resolve("nowhere").toString());
        JsonNode broken = tidemark.json(3, "doctor");
        assertThat(codes(broken, "fail")).contains("other-cluster", "unsigned", "remote-unreachable");
    }

    @Test
    void an_account_that_may_see_little_is_told_what_to_leave_out() throws IOException {
        init();
        User user = cluster.newUser(namespace);
        String role = "look-" + namespace;
        kubectl.run("create", "clusterrole", role, "--verb=get,list", "--resource=configmaps,namespaces");
        kubectl.run("create", "clusterrolebinding", role, "--clusterrole=" + role, "--user=" + user.name());
        try {
            JsonNode answer = tidemark.as(user.kubeconfig()).json(3, "doctor");
            assertThat(codes(answer, "fail")).containsExactly("stale", "not-pushed");
            JsonNode listed = finding(answer, "not-listed");
            assertThat(listed.path("message").asText()).contains("may list 2 of ", "secrets");
            assertThat(listed.path("fix").asText())
                    .contains("exclude: [", "deployments.apps")
                    .doesNotContain("configmaps");
            assertThat(finding(answer, "restore-rights").path("level").asText()).isEqualTo("warn");
        } finally {
            kubectl.run("delete", "clusterrole,clusterrolebinding", role);
        }
    }

    @Test
    void a_webhook_that_a_killed_restore_left_disarmed_is_named_until_it_is_back() throws IOException {
        init();
        Webhooks webhook = new Webhooks(kubectl, namespace);
        webhook.arm("Ignore", "CREATE", "configmaps");
        try {
            String commit = tidemark.json(0, "snapshot").path("commit").asText();
            try (SnapshotRepository repository = SnapshotRepository.open(tidemark.repository())) {
                new RestoreJournal(repository, CommitSigner.NONE, Clock.systemUTC())
                        .write(new RestoreJournal.Entry(
                                "r-killed",
                                "default",
                                commit,
                                Optional.of(commit),
                                Selection.everything(),
                                NamespaceMap.none(),
                                "plan",
                                "somebody",
                                RestoreJournal.Entry.STARTED,
                                List.of()));
            }
            assertThat(codes(tidemark.json(0, "doctor"), "warn")).contains("unfinished-restore");
            webhook.delete();
            JsonNode disarmed = finding(tidemark.json(3, "doctor"), "disarmed");
            assertThat(disarmed.path("message").asText()).contains("check-" + namespace);
            String[] again = {"restore", commit, "-l", "scenario=" + namespace, "--yes", "--no-wait"};
            tidemark.json(0, again);
            assertThat(codes(tidemark.json(0, "doctor"), "warn")).doesNotContain("unfinished-restore");
        } finally {
            webhook.delete();
        }
    }
}
