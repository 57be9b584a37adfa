package dev.tidemark.reconciler.scenario.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.kit.Answer;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.TestCluster;
import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.reconciler.scenario.Git;
import dev.tidemark.reconciler.scenario.Sealing;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Somebody types the wrong thing, or something is broken: what was tried, why it failed and what to do is said, to
 * people and to programs, with the exit code of the contract; and nothing has changed.
 */
@ExtendWith(ControlPlane.class)
class BadInputIT {

    private static final List<String> EVERY_VERB =
            List.of("snapshot", "log", "diff HEAD", "show HEAD", "restore HEAD --yes");

    private final TestCluster cluster;
    private final Kubectl kubectl;
    private final Tidemark fresh;
    private final Namespace namespace;
    private Tidemark tidemark;
    private Git git;
    private String refs;
    private String objects;

    BadInputIT(TestCluster cluster, Tidemark fresh, Namespace namespace) {
        this.cluster = cluster;
        this.kubectl = cluster.kubectl().in(namespace);
        this.fresh = fresh;
        this.namespace = namespace;
    }

    @BeforeEach
    void take_a_snapshot() {
        kubectl.run("create", "configmap", "app", "--from-literal=colour=blue");
        tidemark = Sealing.init(fresh);
        git = new Git(tidemark.repository());
        tidemark.json(0, "snapshot", "-n", namespace.name());
        refs = git.run("for-each-ref");
        objects = versions();
    }

    private String versions() {
        return kubectl.run("get", "configmap,secret,deployment", "-o", "name");
    }

    @AfterEach
    void nothing_has_changed() {
        assertThat(git.run("for-each-ref")).isEqualTo(refs);
        assertThat(versions()).isEqualTo(objects);
    }

    /** Asks as a person and as a program, and returns what the program is told. */
    private static JsonNode refused(Tidemark who, int exit, String reason, String... line) {
        Answer text = who.run(line).exited(exit);
        assertThat(text.out()).isEmpty();
        assertThat(text.err().lines().toList())
                .hasSizeGreaterThanOrEqualTo(2)
                .satisfies(lines -> assertThat(lines.getFirst()).matches("(error|refused): .+: .+"))
                .satisfies(lines -> assertThat(lines.getLast()).startsWith("hint: "));
        assertThat(text.err()).doesNotContain("Exception", "\tat ");
        JsonNode error = who.json(exit, line).path("error");
        assertThat(error.path("reason").asText()).isEqualTo(reason);
        for (String part : new String[] {"tried", "why", "hint"}) {
            assertThat(error.path(part).asText()).as(part).isNotEmpty();
        }
        return error;
    }

    private String[] inNamespace(String... words) {
        return Stream.concat(Stream.of(words), Stream.of("-n", namespace.name()))
                .toArray(String[]::new);
    }

    @Test
    void a_kubeconfig_that_is_not_there() {
        Tidemark lost = tidemark.as(Path.of("/nonexistent/kubeconfig"));
        for (String verb : List.of("snapshot", "diff")) {
            assertThat(refused(lost, 2, "no-kubeconfig", verb).path("why").asText())
                    .contains("/nonexistent/kubeconfig");
        }
    }

    @Test
    void a_context_that_is_not_there() {
        JsonNode error = refused(tidemark, 2, "unknown-context", "snapshot", "--context", "shop-pord");
        assertThat(error.path("why").asText()).contains("shop-pord", "it has ");
    }

    @Test
    void a_token_that_is_wrong_or_has_expired() {
        Tidemark stranger = tidemark.as(cluster.kubeconfigWithToken("expired"));
        for (String[] line : new String[][] {
            inNamespace("snapshot"), inNamespace("diff", "HEAD"), inNamespace("restore", "HEAD", "--yes")
        }) {
            JsonNode error = refused(stranger, 5, "unauthorized", line);
            assertThat(error.path("why").asText()).contains("401").doesNotContain("expired");
            assertThat(error.path("hint").asText()).contains("log in");
        }
    }

    @Test
    void a_server_that_does_not_answer() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Path config = Files.createTempFile("kubeconfig-", "");
        Files.writeString(
                config,
                Files.readString(cluster.kubeconfig())
                        .replaceFirst("server: https://[^\\s\"]+", "server: https://127.0.0.1:" + port));
        JsonNode error = refused(tidemark.as(config), 5, "unreachable", inNamespace("snapshot"));
        assertThat(error.path("tried").asText()).contains("127.0.0.1:" + port);
    }

    @Test
    void a_user_who_may_see_nothing() {
        Tidemark nobody = tidemark.as(cluster.newUser(namespace).kubeconfig());
        JsonNode error = refused(nobody, 5, "forbidden", inNamespace("snapshot"));
        assertThat(error.path("hint").asText()).contains("kubectl auth can-i");
    }

    @Test
    void a_folder_that_is_no_repository() throws IOException {
        Tidemark elsewhere = tidemark.withRepository(Files.createTempDirectory("elsewhere-"));
        for (String line : EVERY_VERB) {
            refused(elsewhere, 2, "not-a-repository", line.split(" ", -1));
        }
    }

    @Test
    void a_repository_that_is_damaged() throws IOException {
        Path copy = Files.createTempDirectory("damaged-").resolve("repository");
        git.run("clone", "-q", "--no-hardlinks", "--bare", tidemark.repository().toString(), copy.toString());
        try (Stream<Path> files = Files.walk(copy.resolve("objects"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".pack")).toList()) {
                Files.delete(file);
            }
        }
        for (String line : EVERY_VERB) {
            JsonNode error = refused(tidemark.withRepository(copy), 5, "corrupt-repository", line.split(" ", -1));
            assertThat(error.path("hint").asText()).contains("git fsck");
        }
    }

    @Test
    void a_selection_that_makes_no_sense() {
        senseless("snapshot --kind deploymnets", "unknown-type", "deployments.apps");
        senseless("snapshot deploymnet/web", "unknown-type", "deployments.apps");
        senseless("diff HEAD --exclude widgets.example.com", "unknown-type", "api-resources");
        senseless("restore HEAD cm --yes", "bad-selection", "TYPE");
        senseless("snapshot -l a=b=c", "bad-selector", "column");
        senseless("snapshot -n Shop", "bad-selection", "Shop");
    }

    private void senseless(String line, String reason, String word) {
        JsonNode error = refused(tidemark, 2, reason, line.split(" ", -1));
        assertThat(error.path("why").asText()
                        + error.path("tried").asText()
                        + error.path("hint").asText())
                .contains(word);
    }

    @Test
    void a_selection_that_matches_nothing_is_never_everything() {
        for (String line : List.of(
                "snapshot -n no-such-namespace",
                "snapshot configmap/gone-altogether",
                "diff HEAD configmap/gone-altogether",
                "diff HEAD -n no-such-namespace",
                "restore HEAD configmap/gone-altogether --yes",
                "restore HEAD -n no-such-namespace --yes",
                "restore HEAD -l nobody=has-this --yes",
                "show HEAD configmap/gone-altogether")) {
            refused(tidemark, 2, "nothing-matched", line.split(" ", -1));
        }
    }

    @Test
    void a_policy_with_several_mistakes_is_told_all_of_them_at_once() throws IOException {
        Path policy = Files.createTempFile("policy-", ".yaml");
        Files.writeString(policy, """
                apiVersion: tidemark.dev/v2
                kind: BackupPolicy
                metadata: {name: Nightly}
                spec:
                  components:
                  - name: apps
                    select: {namespaces: [shop], labls: a=b}
                  - name: apps
                    schedule: {cron: "0 * * * *"}
                """);
        JsonNode error = refused(tidemark, 2, "bad-policy", "snapshot", "--policy", policy.toString());
        assertThat(error.path("why").asText())
                .contains("apiVersion", "Nightly", "labls", "schedule", "as an earlier component's");
    }

    @Test
    void a_revision_that_means_nothing() {
        for (String revision : new String[] {"no-such-branch", "1999-01-01", "20261122", "HEAD~99"}) {
            refused(tidemark, 2, "unknown-revision", "show", revision);
        }
        refused(tidemark, 2, "unknown-revision", inNamespace("restore", "no-such-branch", "--yes"));
    }
}
