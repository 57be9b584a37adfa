package dev.tidemark.reconciler.scenario.restore;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.kit.Answer;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.reconciler.scenario.Git;
import dev.tidemark.reconciler.scenario.Sealing;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Something has been changed that should not have been; the engineer brings back exactly that, and can take it back. */
@ExtendWith(ControlPlane.class)
class RestoreIT {

    private final Kubectl kubectl;
    private final Tidemark fresh;
    private final Namespace namespace;
    private Tidemark tidemark;

    RestoreIT(Kubectl kubectl, Tidemark fresh, Namespace namespace) {
        this.kubectl = kubectl.in(namespace);
        this.fresh = fresh;
        this.namespace = namespace;
    }

    @BeforeEach
    void take_a_snapshot() {
        kubectl.apply("""
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: app
                data:
                  colour: blue
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: other
                data:
                  size: "3"
                ---
                apiVersion: v1
                kind: Secret
                metadata:
                  name: db
                data:
                  password: Y29ycmVjdC1ob3JzZS1iYXR0ZXJ5
                """);
        tidemark = Sealing.init(fresh);
        snapshot();
    }

    private void snapshot() {
        tidemark.json(0, "snapshot", "-n", namespace.name());
    }

    private String[] restore(String... words) {
        return Stream.concat(Stream.of("restore", "HEAD", "-n", namespace.name()), Stream.of(words))
                .toArray(String[]::new);
    }

    private String colour() {
        return kubectl.get("configmap/app").path("data").path("colour").asText();
    }

    private void paint(String colour) {
        kubectl.run("patch", "configmap/app", "-p", "{\"data\":{\"colour\":\"" + colour + "\"}}");
    }

    private static List<String> actions(JsonNode answer) {
        return StreamSupport.stream(answer.path("plan").path("steps").spliterator(), false)
                .filter(s -> !s.path("action").asText().equals("unchanged"))
                .map(s -> s.path("action").asText() + " "
                        + s.path("id").path("name").asText())
                .toList();
    }

    private static String outcome(JsonNode answer, String kind, String name) {
        return StreamSupport.stream(answer.path("results").spliterator(), false)
                .filter(r -> r.path("id").path("kind").asText().equals(kind)
                        && r.path("id").path("name").asText().equals(name))
                .map(r -> r.path("outcome").asText())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void nothing_is_written_without_a_yes() {
        paint("red");
        String refs = new Git(tidemark.repository()).run("for-each-ref");
        Answer answer = tidemark.run(restore()).exited(4);
        assertThat(answer.err()).startsWith("refused: ").contains("--yes", "--dry-run");
        assertThat(colour()).isEqualTo("red");
        assertThat(new Git(tidemark.repository()).run("for-each-ref")).isEqualTo(refs);
    }

    @Test
    void a_dry_run_shows_the_plan_and_writes_nothing() {
        paint("red");
        JsonNode plan = tidemark.json(1, restore("--dry-run"));
        assertThat(actions(plan)).containsExactly("apply app");
        JsonNode step = StreamSupport.stream(plan.path("plan").path("steps").spliterator(), false)
                .filter(s -> s.path("id").path("name").asText().equals("app"))
                .findFirst()
                .orElseThrow();
        assertThat(step.path("wave").asInt()).isEqualTo(7);
        assertThat(step.path("fields").toString())
                .isEqualTo("[{\"path\":\"/data/colour\",\"from\":\"red\",\"to\":\"blue\"}]");
        assertThat(plan.path("plan").path("hash").asText()).matches("[0-9a-f]{40}");
        assertThat(plan.has("results") || plan.has("verify") || plan.has("restorePoint"))
                .isFalse();
        assertThat(colour()).isEqualTo("red");
        assertThat(tidemark.run(restore("--dry-run")).exited(1).out())
                .contains(
                        "apply", "configmap/app", ".data.colour  red -> blue", "taken from kubectl-patch", "1 change");
    }

    @Test
    void what_another_manager_added_goes_away_by_a_replacement() {
        kubectl.run(
                "patch", "configmap/app", "--field-manager=somebody", "-p", "{\"data\":{\"extra\":\"added by hand\"}}");
        JsonNode restored = tidemark.json(0, restore("--yes"));
        assertThat(actions(restored)).containsExactly("replace app");
        assertThat(restored.path("plan").toString()).contains("\"notes\":[\"taken from somebody\"]");
        assertThat(restored.path("verify").path("equal").asBoolean()).isTrue();
        assertThat(kubectl.get("configmap/app").path("data").toString()).isEqualTo("{\"colour\":\"blue\"}");
    }

    @Test
    void one_object_alone_is_brought_back_and_nothing_else_is_touched() {
        paint("red");
        kubectl.run("delete", "configmap/other");
        JsonNode restored = tidemark.json(0, "restore", "HEAD", "configmap/app", "-n", namespace.name(), "--yes");
        assertThat(restored.path("results")).hasSize(1);
        assertThat(outcome(restored, "ConfigMap", "app")).isEqualTo("updated");
        assertThat(colour()).isEqualTo("blue");
        assertThat(kubectl.has("configmap/other")).isFalse();
    }

    @Test
    void an_object_that_cannot_be_changed_is_blocked_and_the_rest_is_brought_back() {
        kubectl.run("delete", "configmap/app");
        kubectl.apply("""
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: app
                immutable: true
                data:
                  colour: red
                """);
        kubectl.run("delete", "configmap/other");
        JsonNode restored = tidemark.json(3, restore("--yes"));
        assertThat(outcome(restored, "ConfigMap", "app")).isEqualTo("blocked");
        assertThat(outcome(restored, "ConfigMap", "other")).isEqualTo("created");
        assertThat(restored.path("results").toString()).contains("immutable");
        assertThat(restored.path("verify").path("equal").asBoolean()).isFalse();
        assertThat(restored.path("verify").path("residual").toString()).contains("/data/colour");
        assertThat(colour()).isEqualTo("red");
        assertThat(tidemark.run(restore("--yes")).exited(3).err()).contains("! blocked", "configmap/app");
    }

    @Test
    void the_state_before_is_kept_and_can_be_had_back() {
        Git git = new Git(tidemark.repository());
        String tip = git.id("live/default");
        paint("red");
        kubectl.run("patch", "secret/db", "-p", "{\"data\":{\"password\":\"cmVk\"}}");
        JsonNode restored = tidemark.json(0, restore("--yes"));
        String point = restored.path("restorePoint").asText();
        assertThat(git.id("refs/tidemark/restore-points/" + restored.path("id").asText()))
                .isEqualTo(point);
        assertThat(git.id(point + "^")).isEqualTo(tip);
        assertThat(git.id("live/default"))
                .as("the history itself has not moved")
                .isEqualTo(tip);
        assertThat(git.text(point, "namespaces/" + namespace + "/core/configmaps/app.yaml"))
                .contains("colour: red");
        assertThat(colour()).isEqualTo("blue");

        tidemark.json(0, "restore", point, "-n", namespace.name(), "--yes");
        assertThat(colour()).isEqualTo("red");
        assertThat(kubectl.get("secret/db").path("data").path("password").asText())
                .isEqualTo("cmVk");
    }

    @Test
    void secrets_can_be_left_as_they_are() {
        kubectl.run("delete", "secret/db");
        paint("red");
        JsonNode restored = tidemark.json(0, restore("--secrets", "skip", "--yes"));
        assertThat(outcome(restored, "Secret", "db")).isEqualTo("skipped");
        assertThat(outcome(restored, "ConfigMap", "app")).isEqualTo("updated");
        assertThat(kubectl.has("secret/db")).isFalse();
    }

    @Test
    void without_the_key_a_lost_secret_is_blocked_and_the_rest_is_brought_back() {
        Tidemark keyless = tidemark.with("TIDEMARK_KEYS", "");
        kubectl.run("delete", "secret/db");
        paint("red");
        assertThat(keyless.run(restore("--yes")).exited(3).err())
                .contains("secret/db", "no-key")
                .doesNotContain("Exception");
        assertThat(colour()).isEqualTo("blue");
        assertThat(kubectl.has("secret/db")).isFalse();
        assertThat(tidemark.json(0, restore("--yes"))
                        .path("verify")
                        .path("equal")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void an_unsigned_commit_is_refused_until_it_is_allowed_by_name() {
        Tidemark unsigned =
                Sealing.init(fresh.withRepository(tidemark.repository().resolveSibling("unsigned")), "--no-sign");
        unsigned.json(0, "snapshot", "-n", namespace.name());
        paint("red");
        Answer refused = unsigned.run(restore("--yes")).exited(4);
        assertThat(refused.err()).contains("it is not signed", "--allow-unsigned");
        assertThat(colour()).isEqualTo("red");
        unsigned.json(0, restore("--yes", "--allow-unsigned"));
        assertThat(colour()).isEqualTo("blue");
    }

    @Test
    void a_key_that_nothing_here_vouches_for_is_refused_by_its_fingerprint() throws IOException {
        String fingerprint = Files.readString(tidemark.keys().resolve("trust")).strip();
        Tidemark elsewhere = tidemark.with(
                "XDG_CONFIG_HOME", Files.createTempDirectory("elsewhere-").toString());
        paint("red");
        Answer refused = elsewhere.run(restore("--dry-run")).exited(4);
        assertThat(refused.err()).contains(fingerprint, "--trust " + fingerprint);
        assertThat(elsewhere
                        .json(1, restore("--dry-run", "--trust", fingerprint))
                        .path("plan")
                        .path("steps"))
                .isNotEmpty();
        assertThat(elsewhere
                        .run(restore("--dry-run", "--trust", "SHA256:somebodyelse"))
                        .exited(4)
                        .err())
                .contains("is not trusted");
        assertThat(colour()).isEqualTo("red");
    }
}
