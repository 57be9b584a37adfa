package dev.tidemark.reconciler.scenario.sops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.reconciler.kit.Age;
import dev.tidemark.reconciler.kit.Answer;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Deploy;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.Program;
import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.reconciler.scenario.Git;
import dev.tidemark.reconciler.scenario.Policies;
import dev.tidemark.reconciler.scenario.Sealing;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The policy keeps Secrets as SOPS files: the sops program opens them, and a restore brings them back. */
@ExtendWith(ControlPlane.class)
class SopsIT {

    private static final String CANARY = "canary-" + UUID.randomUUID();
    private static final List<String> FORMS = List.of(CANARY, base64(CANARY));

    @TempDir
    static Path folder;

    private static Age age;
    private static Program sops;

    private final Kubectl kubectl;
    private final Tidemark fresh;
    private final Namespace namespace;
    private final List<Answer> answers = new ArrayList<>();

    SopsIT(Kubectl kubectl, Tidemark fresh, Namespace namespace) {
        this.kubectl = kubectl.in(namespace);
        this.fresh = fresh;
        this.namespace = namespace;
    }

    @BeforeAll
    static void programs() throws IOException {
        age = Age.in(Files.createDirectory(folder.resolve("identity")));
        sops = Deploy.built("sops", "sops")
                .withVariable("SOPS_AGE_KEY_FILE", age.identity().toString());
    }

    @BeforeEach
    void secrets() {
        kubectl.apply("""
                apiVersion: v1
                kind: Secret
                metadata: {name: db, labels: {app: shop}, annotations: {note: kept}}
                stringData: {password: %s, user: admin, empty: ""}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: other}
                immutable: true
                stringData: {token: %s}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: app}
                data: {colour: blue}
                """.formatted(CANARY, CANARY));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private String sealedSecrets() {
        return Policies.of(namespace).toString();
    }

    private String sopsFiles() {
        return Policies.with("""
                  secrets:
                    provider: sops
                    recipients: [%s]
                """.formatted(age.recipient()), namespace).toString();
    }

    private Answer run(Tidemark tidemark, int exit, String... arguments) {
        Answer answer = tidemark.run(arguments).exited(exit);
        answers.add(answer);
        return answer;
    }

    private JsonNode json(Tidemark tidemark, int exit, String... arguments) {
        List<String> words = new ArrayList<>(List.of(arguments));
        words.addAll(List.of("-o", "json"));
        return run(tidemark, exit, words.toArray(String[]::new)).json();
    }

    private static Tidemark identified(Tidemark tidemark) {
        return tidemark.with("TIDEMARK_IDENTITY", age.identity().toString());
    }

    private String file() {
        return "namespaces/" + namespace + "/core/secrets/db.yaml";
    }

    private static ObjectNode opened(Path file) {
        String text = sops.run("-d", file.toString()).exited(0).out();
        return CanonicalYaml.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private void is(JsonNode then) {
        JsonNode now = kubectl.get("secret/db");
        for (String field : List.of("data", "type")) {
            assertThat(now.path(field)).isEqualTo(then.path(field));
        }
        assertThat(now.path("metadata").path("labels"))
                .isEqualTo(then.path("metadata").path("labels"));
    }

    @Test
    void secrets_are_files_that_sops_opens_and_come_back() {
        Tidemark tidemark = Sealing.init(fresh, "--policy", sopsFiles());
        Git git = new Git(tidemark.repository());
        run(tidemark, 0, "snapshot", "-v");
        Path file = tidemark.repository().resolve("sealed/" + file());
        ObjectNode secret = opened(file);
        assertThat(secret.path("data")).isEqualTo(kubectl.get("secret/db").path("data"));
        assertThat(secret.path("data").path("password").asText()).isEqualTo(base64(CANARY));
        assertThat(secret.path("metadata").path("labels").path("app").asText()).isEqualTo("shop");
        assertThat(secret.path("metadata").path("annotations").path("note").asText())
                .isEqualTo("kept");
        assertThat(json(tidemark, 0, "snapshot", "--component", "apps")
                        .path("changed")
                        .asBoolean())
                .isFalse();
        run(tidemark, 0, "diff");

        kubectl.run("patch", "secret/db", "-p", "{\"stringData\":{\"password\":\"" + CANARY + "-2\"}}");
        JsonNode live = json(tidemark, 1, "diff").path("changes");
        assertThat(live).hasSize(1);
        assertThat(live.path(0).path("fields"))
                .extracting(field -> field.path("path").asText())
                .containsExactly("/data/password");
        assertThat(run(tidemark, 1, "diff").out()).contains("password").contains("<sealed>");
        run(tidemark, 0, "snapshot", "-v");
        assertThat(json(tidemark, 1, "diff", "HEAD~1", "HEAD")
                        .path("changes")
                        .path(0)
                        .path("fields"))
                .extracting(field -> field.path("path").asText())
                .containsExactly("/data/password");
        run(tidemark, 0, "log", "secret/db", "-n", namespace.name());
        run(tidemark, 0, "show", "HEAD", "secret/db", "-n", namespace.name());
        JsonNode then = kubectl.get("secret/db");

        kubectl.delete("secret/db");
        kubectl.run("patch", "configmap/app", "-p", "{\"data\":{\"colour\":\"red\"}}");
        Answer refused = run(tidemark, 4, "restore", "HEAD", "--yes");
        assertThat(refused.err()).contains("--identity");
        Answer blocked = run(tidemark, 3, "restore", "HEAD", "--yes", "--no-restore-point");
        assertThat(blocked.toString()).contains("db", age.recipient());
        assertThat(run(tidemark, 0, "verify").toString()).contains("--identity");

        Tidemark opener = identified(tidemark);
        run(opener, 0, "restore", "HEAD", "--yes", "-v");
        is(then);
        run(opener, 0, "restore", "HEAD", "--dry-run");
        run(opener, 0, "undo", "--yes");
        assertThat(kubectl.run("get", "secrets", "-o", "name")).doesNotContain("secret/db");
        run(opener, 0, "restore", "HEAD~1", "--yes", "--secrets", "sealed");
        assertThat(kubectl.get("secret/db").path("data").path("password").asText())
                .isEqualTo(base64(CANARY));
        assertThat(json(opener, 0, "verify", "--all").toString()).contains("recognised by their fingerprints");
        assertThat(json(tidemark, 3, "keys", "check").toString()) // the key of the certificate in force is elsewhere
                .contains("recipient " + age.recipient(), "opens 2 SOPS files")
                .contains("in force; neither here nor escrowed")
                .doesNotContain("needed by");
        assertThat(opener.run("unseal", "-f", file.toString()).exited(0).out()).contains(base64(CANARY + "-2"));
        the_word_is_nowhere(git);
    }

    @Test
    void a_history_of_both_forms_is_one_history() {
        Tidemark tidemark = identified(Sealing.init(fresh, "--policy", sealedSecrets()));
        Git git = new Git(tidemark.repository());
        run(tidemark, 0, "snapshot");
        assertThat(git.files("HEAD")).containsKey(file());
        JsonNode then = kubectl.get("secret/db");
        String sops = sopsFiles();
        assertThat(json(tidemark, 0, "--policy", sops, "diff").path("changes")).isEmpty();

        JsonNode moved = json(tidemark, 0, "--policy", sops, "snapshot", "--component", "apps");
        assertThat(moved.path("modified").asInt()).isEqualTo(2);
        assertThat(moved.path("added").asInt() + moved.path("removed").asInt()).isZero();
        assertThat(git.files("HEAD")).containsKey("sealed/" + file()).doesNotContainKey(file());
        run(tidemark, 0, "diff");
        run(tidemark, 0, "diff", "HEAD~1");

        for (String commit : List.of("HEAD~1", "HEAD")) {
            kubectl.delete("secret/db");
            run(tidemark, 0, "restore", commit, "--yes");
            is(then);
            run(tidemark, 0, "restore", commit, "--dry-run");
        }
        run(tidemark, 0, "verify", "--all");
        run(tidemark, 0, "--policy", sealedSecrets(), "snapshot");
        assertThat(git.files("HEAD")).containsKey(file()).doesNotContainKey("sealed/" + file());
        the_word_is_nowhere(git);
    }

    private void the_word_is_nowhere(Git git) {
        answers.forEach(answer -> assertThat(answer.toString()).doesNotContain(FORMS));
        assertThat(git.run("cat-file", "--batch-all-objects", "--batch", "--unordered"))
                .hasSizeGreaterThan(1000)
                .doesNotContain(FORMS);
    }
}
