package dev.tidemark.reconciler.scenario.leak;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.kit.Answer;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.reconciler.scenario.Git;
import dev.tidemark.reconciler.scenario.Policies;
import dev.tidemark.reconciler.scenario.Sealing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody has copied the password of a Secret to where everybody reads it. */
@ExtendWith(ControlPlane.class)
class LeakIT {

    private static final String CANARY = "canary-" + UUID.randomUUID();
    private static final List<String> FORMS =
            List.of(CANARY, base64(CANARY), base64("xx" + CANARY).substring(4, 40));

    private final Kubectl kubectl;
    private final Tidemark fresh;
    private final Namespace namespace;
    private final List<Answer> answers = new ArrayList<>();
    private Tidemark tidemark;
    private Git git;

    LeakIT(Kubectl kubectl, Tidemark fresh, Namespace namespace) {
        this.kubectl = kubectl.in(namespace);
        this.fresh = fresh;
        this.namespace = namespace;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @BeforeEach
    void copy_a_password() throws IOException {
        kubectl.apply("""
                apiVersion: v1
                kind: Secret
                metadata: {name: db}
                stringData: {password: %s}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: raw}
                data: {url: "postgres://app:%s@db/shop"}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: encoded, annotations: {example.com/auth: "Basic %s"}}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: innocent}
                data: {colour: blue, key: AKIAIOSFODNN7EXAMPLE}
                """.formatted(CANARY, CANARY, base64("app:" + CANARY)));
        tidemark = Sealing.init(fresh, "--policy", Policies.of(namespace).toString());
        git = new Git(tidemark.repository());
    }

    private Answer run(int exit, String... arguments) {
        Answer answer = tidemark.run(arguments).exited(exit);
        answers.add(answer);
        return answer;
    }

    private JsonNode snapshot(int exit, String... options) {
        List<String> words = new ArrayList<>(List.of("snapshot", "--component", "apps", "-o", "json"));
        words.addAll(List.of(options));
        return run(exit, words.toArray(String[]::new)).json();
    }

    private static List<String> leaks(JsonNode snapshot) {
        return snapshot.path("skipped")
                .valueStream()
                .filter(skip -> skip.path("reason").asText().equals("leak"))
                .map(skip -> skip.path("id").path("name").asText() + ": "
                        + skip.path("detail").asText())
                .sorted()
                .toList();
    }

    private boolean has(String revision, String name) {
        return git.files(revision).containsKey("namespaces/" + namespace + "/core/configmaps/" + name + ".yaml");
    }

    private void the_password_is_nowhere() {
        answers.forEach(answer -> assertThat(answer.toString()).doesNotContain(FORMS));
        assertThat(git.run("cat-file", "--batch-all-objects", "--batch", "--unordered"))
                .hasSizeGreaterThan(1000)
                .doesNotContain(FORMS);
    }

    @Test
    void the_copies_are_withheld_and_named_and_the_rest_is_committed() {
        JsonNode snapshot = snapshot(3);
        String of = " holds the value of secret/db in " + namespace + ", item password";
        assertThat(leaks(snapshot))
                .containsExactly("encoded: .metadata.annotations[example.com/auth]" + of, "raw: .data.url" + of);
        assertThat(snapshot.path("status").asText()).isEqualTo("Partial");
        assertThat(snapshot.path("notes"))
                .extracting(note ->
                        note.path("code").asText() + " " + note.path("detail").asText())
                .containsExactly("token .data.key looks like an AWS access key id");
        assertThat(has("HEAD", "innocent")).isTrue();
        assertThat(has("HEAD", "raw")).isFalse();
        assertThat(has("HEAD", "encoded")).isFalse();
        assertThat(run(3, "snapshot").err()).contains("withheld: configmap/raw in " + namespace);
        run(0, "verify", "HEAD");
        the_password_is_nowhere();
    }

    /** What the snapshot lacks it must not prove absent. */
    @Test
    void a_prune_leaves_what_was_withheld_alone() {
        snapshot(3);
        run(3, "restore", "HEAD", "--prune", "--yes");
        assertThat(kubectl.has("configmap/raw")).isTrue();
        assertThat(kubectl.has("configmap/encoded")).isTrue();
        the_password_is_nowhere();
    }

    @Test
    void the_old_file_stays_and_the_message_does_not_tell_what_came_or_went() {
        kubectl.delete("configmap/encoded");
        kubectl.run("patch", "configmap/raw", "-p", "{\"data\":{\"url\":\"postgres://db/shop\"}}");
        snapshot(0);
        String file = "namespaces/" + namespace + "/core/configmaps/raw.yaml";
        String before = git.text("HEAD", file);
        kubectl.run("patch", "configmap/raw", "-p", "{\"data\":{\"url\":\"" + CANARY + "\"}}");
        kubectl.run("patch", "configmap/innocent", "-p", "{\"data\":{\"colour\":\"red\"}}");
        assertThat(leaks(snapshot(3))).hasSize(1);
        assertThat(git.text("HEAD", file)).isEqualTo(before);
        assertThat(git.run("log", "-1", "--format=%B")).contains("innocent").doesNotContain("raw");
        run(4, "snapshot", "--component", "apps", "-m", "the password is now " + CANARY);
        answers.removeLast(); // the kit repeats the command
        the_password_is_nowhere();
    }

    @Test
    void with_leak_stop_nothing_moves() {
        String before = git.id("live/apps");
        Answer stopped = run(4, "snapshot", "--leak", "stop");
        assertThat(stopped.err()).contains(".data.url holds the value of secret/db", "spec.secrets.allow");
        assertThat(git.id("live/apps")).isEqualTo(before);
        the_password_is_nowhere();
    }

    @Test
    void what_the_policy_allows_is_let_through() throws IOException {
        Path allowing = Policies.with("""
                  secrets:
                    allow:
                    - {kinds: [configmaps], names: [raw], fields: [.data.url]}
                    - {kinds: [configmaps], names: [encoded], fields: ['.metadata.annotations[example.com/auth]']}
                """, namespace);
        tidemark.run("--policy", allowing.toString(), "snapshot").exited(0);
        assertThat(has("HEAD", "raw")).isTrue();
        assertThat(has("HEAD", "encoded")).isTrue();
    }

    /** A restore must be able to be taken back, so its point has everything, and what leaks is sealed in it. */
    @Test
    void a_restore_point_has_the_copies_sealed() {
        kubectl.run("patch", "configmap/raw", "-p", "{\"data\":{\"url\":\"postgres://db/shop\"}}");
        snapshot(3);
        kubectl.run("patch", "configmap/raw", "-p", "{\"data\":{\"url\":\"" + CANARY + "\"}}");
        JsonNode restored = run(0, "restore", "HEAD", "-n", namespace.name(), "--yes", "-o", "json")
                .json();
        assertThat(restored.path("plan").toString()).contains("<sealed>");
        assertThat(kubectl.get("configmap/raw").path("data").path("url").asText())
                .isEqualTo("postgres://db/shop");
        assertThat(git.files(restored.path("restorePoint").asText()))
                .containsKey("sealed/namespaces/" + namespace + "/core/configmaps/raw.yaml");
        run(0, "undo", "--yes");
        assertThat(kubectl.get("configmap/raw").path("data").path("url").asText())
                .isEqualTo(CANARY);
        the_password_is_nowhere();
    }
}
