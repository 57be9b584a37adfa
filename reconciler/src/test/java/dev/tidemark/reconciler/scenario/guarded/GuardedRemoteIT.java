package dev.tidemark.reconciler.scenario.guarded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.reconciler.scenario.Git;
import dev.tidemark.reconciler.scenario.Sealing;
import dev.tidemark.snapshots.git.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The server is a stock bare repository with the hooks. A whole cluster's history, restores and all, passes them, and
 * verifies without a warning; what somebody else signs does not.
 */
@ExtendWith(ControlPlane.class)
class GuardedRemoteIT {

    private final Kubectl kubectl;
    private final Namespace namespace;
    private final Tidemark fresh;
    private Git remote;
    private Tidemark tidemark;

    GuardedRemoteIT(Kubectl kubectl, Tidemark fresh, Namespace namespace) {
        this.kubectl = kubectl.in(namespace);
        this.namespace = namespace;
        this.fresh = fresh;
    }

    @BeforeEach
    void guard_the_server() throws IOException {
        Path server = Files.createTempDirectory("server-").resolve("history.git");
        Files.createDirectory(server);
        remote = new Git(server);
        remote.run("init", "-q", "--bare");
        tidemark = Sealing.init(fresh, "--remote", server.toUri().toString());
        Path signers = Files.writeString(server.resolveSibling("signers"), publicKey());
        tidemark.withRepository(server).json(0, "hooks", "install", "--trust", signers.toString());
        kubectl.run("create", "secret", "generic", "db", "--from-literal=password=correct-horse-battery");
        change("first");
    }

    private String publicKey() {
        Git git = new Git(tidemark.repository());
        return git.text("HEAD", ".tidemark/allowed_signers");
    }

    private void change(String colour) {
        kubectl.apply("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: app\ndata:\n  colour: " + colour + "\n");
    }

    private JsonNode snapshot(String... options) {
        JsonNode answer = tidemark.json(
                0, Stream.concat(Stream.of("snapshot"), Stream.of(options)).toArray(String[]::new));
        assertThat(answer.path("pushed")).hasSize(1);
        return answer.path("pushed").get(0);
    }

    @Test
    void the_history_of_a_whole_cluster_passes_and_verifies() {
        assertThat(snapshot().path("problem").asText()).isEmpty();
        change("second");
        JsonNode second = snapshot();
        assertThat(second.path("problem").asText()).isEmpty();
        assertThat(second.path("ok").asBoolean()).isTrue();
        change("third");
        tidemark.json(0, "restore", "HEAD", "-n", namespace.name(), "--yes");
        assertThat(remote.run("for-each-ref", "--format=%(refname)"))
                .contains(
                        "refs/heads/live/default",
                        "refs/tidemark/runs/default",
                        "refs/tidemark/restore-points/r-",
                        "refs/tidemark/restores");
        List<String> levels =
                tidemark.json(0, "verify", "--all", "--recent", "1h").findValuesAsText("level");
        assertThat(levels).containsOnly("ok");
    }

    @Test
    void what_another_key_signs_is_refused_and_said_so() throws IOException {
        snapshot();
        Path other = tidemark.repository().resolveSibling("other");
        Files.write(other, SigningKey.generate("somebody").encode().reveal());
        change("second");
        JsonNode push = snapshot("--signing-key", other.toString());
        assertThat(push.path("ok").asBoolean()).isFalse();
        assertThat(push.path("problem").asText()).contains("not signed by a key that counts");
        assertThat(tidemark.run("restore", "HEAD", "-n", namespace.name(), "--dry-run")
                        .exited(4)
                        .err())
                .contains("is not trusted");
    }
}
