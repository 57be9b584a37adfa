package dev.tidemark.reconciler.scenario.canary;

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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A Secret holds a word that stands nowhere else in the world. Whatever is done with the cluster and the history, and
 * whatever goes wrong, the word is found in no Git object, no file and no output.
 */
@ExtendWith(ControlPlane.class)
class CanaryIT {

    private static final String CANARY = "canary-" + UUID.randomUUID();
    private static final List<String> FORMS = List.of(
            CANARY,
            base64(CANARY),
            base64(CANARY).replace("=", ""),
            base64(base64(CANARY)),
            base64("x" + CANARY).substring(4, 40),
            base64("xx" + CANARY).substring(4, 40));

    private final Kubectl kubectl;
    private final Tidemark fresh;
    private final Namespace namespace;
    private final List<Answer> answers = new ArrayList<>();
    private Set<Path> filesBefore;
    private Tidemark tidemark;
    private Git git;
    private Path remote;
    private ProcessList processes;

    CanaryIT(Kubectl kubectl, Tidemark fresh, Namespace namespace) {
        this.kubectl = kubectl.in(namespace);
        this.fresh = fresh;
        this.namespace = namespace;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @BeforeEach
    void put_the_word_into_a_secret() throws IOException {
        filesBefore = temporaryFiles();
        processes = new ProcessList();
        // As kubectl apply did it for years: with the whole object once more in an annotation.
        kubectl.feed(manifest("bird", CANARY), "apply", "-f", "-").exited(0);
        kubectl.feed(manifest("other", CANARY + "-too"), "create", "-f", "-").exited(0);
        remote = Files.createTempDirectory("remote-");
        new Git(remote).run("init", "-q", "--bare");
        tidemark = Sealing.init(fresh, "--remote", remote.toString());
        git = new Git(tidemark.repository());
    }

    @AfterEach
    void look_at_no_more_processes() {
        processes.close();
    }

    private static String manifest(String name, String word) {
        return """
                apiVersion: v1
                kind: Secret
                metadata:
                  name: %s
                stringData:
                  word: %s
                """.formatted(name, word);
    }

    private Answer run(String... arguments) {
        return feed("", arguments);
    }

    private Answer feed(String input, String... arguments) {
        Answer answer = tidemark.feed(input, arguments);
        answers.add(answer);
        return answer;
    }

    /** Those of the clusters of this run are theirs: etcd keeps Secrets as they are. */
    private static Set<Path> temporaryFiles() throws IOException {
        Set<Path> found = new HashSet<>();
        try (Stream<Path> entries = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            for (Path entry : entries.filter(e -> !e.getFileName().toString().startsWith("control-plane-"))
                    .toList()) {
                try (Stream<Path> files = Files.walk(entry)) {
                    files.filter(Files::isRegularFile).forEach(found::add);
                }
            }
        }
        return found;
    }

    private void the_word_is_nowhere() throws IOException {
        for (Answer answer : answers) {
            assertThat(answer.toString()).doesNotContain(FORMS);
        }
        for (Git repository : List.of(git, new Git(remote))) {
            String objects = repository.run("cat-file", "--batch-all-objects", "--batch", "--unordered");
            assertThat(objects).hasSizeGreaterThan(1000).doesNotContain(FORMS);
        }
        assertThat(processes.seen())
                .as("arguments and variables of processes")
                .isNotEmpty()
                .noneMatch(words -> FORMS.stream().anyMatch(words::contains));
        Set<Path> files = temporaryFiles();
        files.removeAll(filesBefore);
        for (Path file : files) {
            assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                    .as("content of %s", file)
                    .doesNotContain(FORMS);
        }
    }

    @Test
    void the_word_is_found_nowhere_whatever_is_done() throws IOException {
        String ns = namespace.name();
        run("snapshot", "-n", ns, "-v").exited(0);
        run("snapshot", "-n", ns, "-o", "json").exited(0);
        kubectl.feed(manifest("bird", CANARY + "\n  more: more-" + CANARY), "apply", "-f", "-")
                .exited(0);
        run("diff", "-n", ns).exited(1);
        run("diff", "-n", ns, "-o", "json").exited(1);
        run("snapshot", "-n", ns).exited(0);
        run("log", "-n", ns).exited(0);
        run("log", "secret/bird", "-n", ns, "-o", "yaml").exited(0);
        run("show", "HEAD", "secret/bird", "-n", ns).exited(0);
        run("show", "HEAD", "secret/bird", "-n", ns, "-o", "json").exited(0);
        run("show", "HEAD", "secret/bird", "-n", ns, "--unseal").exited(4);
        kubectl.run("delete", "secret/bird");
        run("restore", "HEAD", "-n", ns, "--dry-run").exited(1);
        run("restore", "HEAD", "-n", ns, "--dry-run", "-o", "json").exited(1);
        run("restore", "HEAD", "-n", ns, "--yes", "-v").exited(0);
        assertThat(kubectl.get("secret/bird").path("data").path("word").asText())
                .isEqualTo(base64(CANARY));
        run("restore", "HEAD~1", "-n", ns, "--yes", "-o", "json").exited(0);
        run("undo", "--yes", "-v").exited(0);
        run("verify", "--all", "-v").exited(0);
        run("reseal", "-v").exited(0);
        run("keys", "ls").exited(0);
        run("doctor", "-v");
        feed(manifest("sealed", CANARY), "seal", "-n", ns, "-v").exited(0);
        the_word_is_nowhere();
    }

    /** Stack traces are outputs too. */
    @Test
    void what_goes_wrong_is_told_without_the_word() throws IOException {
        String ns = namespace.name();
        run("snapshot", "-n", ns).exited(0);
        Tidemark right = tidemark;
        tidemark = right.with(
                "TIDEMARK_KEYS",
                Files.writeString(right.repository().resolveSibling("no-keys"), "none")
                        .toString());
        run("restore", "HEAD", "-n", ns, "--yes", "-v");
        run("show", "HEAD", "secret/bird", "-n", ns, "--unseal", "--yes", "-v");
        tidemark = right.with(
                "TIDEMARK_KUBECONFIG", right.repository().resolve("none").toString());
        run("snapshot", "-v").exited(2);
        run("restore", "HEAD", "-n", ns, "--yes", "-v").exited(2);
        tidemark = right;
        Path hook = Files.writeString(remote.resolve("hooks/pre-receive"), "#!/bin/sh\nexit 1\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
        kubectl.feed(manifest("bird", CANARY + "-changed"), "apply", "-f", "-").exited(0);
        run("snapshot", "-n", ns, "-v");
        feed("broken: [" + CANARY, "seal", "-v").exited(2);
        the_word_is_nowhere();
    }

    /** The server repeats offending values in its messages. */
    @Test
    void a_refused_write_of_a_secret_does_not_repeat_its_value() throws IOException {
        String ns = namespace.name();
        run("snapshot", "-n", ns).exited(0);
        kubectl.run("delete", "secret/bird");
        kubectl.apply("""
                apiVersion: v1
                kind: Secret
                metadata:
                  name: bird
                immutable: true
                data:
                  word: b3RoZXI=
                """);
        run("restore", "HEAD", "-n", ns, "--dry-run").exited(1);
        Answer restored = run("restore", "HEAD", "-n", ns, "--yes", "-v").exited(3);
        assertThat(restored.toString()).contains("bird", "immutable");
        run("restore", "HEAD", "-n", ns, "--yes", "-o", "json").exited(3);
        the_word_is_nowhere();
    }

    @Test
    void who_is_allowed_to_see_the_word_sees_it() {
        run("snapshot", "-n", namespace.name()).exited(0);
        Answer shown = tidemark.run("show", "HEAD", "secret/bird", "-n", namespace.name(), "--unseal", "--yes");
        assertThat(shown.exited(0).out()).contains("word: \"" + base64(CANARY)).contains("kind: Secret");
    }

    @Test
    void what_kubectl_last_applied_never_leaves_the_cluster() {
        assertThat(kubectl.run("get", "secret/bird", "-o", "yaml")).contains("last-applied-configuration");
        run("snapshot", "-n", namespace.name()).exited(0);
        assertThat(git.run("grep", "-c", "bird", "live/default")).isNotEmpty();
        assertThat(git.attempt("grep", "last-applied-configuration", "live/default")
                        .exit())
                .as("git grep finds nothing")
                .isEqualTo(1);
    }

    @Test
    void without_a_certificate_secrets_are_left_out_and_named() throws IOException {
        Files.delete(tidemark.keys().resolve("sealing.crt"));
        JsonNode snapshot =
                run("snapshot", "-n", namespace.name(), "-o", "json").exited(3).json();
        assertThat(snapshot.path("status").asText()).isEqualTo("Partial");
        assertThat(snapshot.path("unsealed"))
                .extracting(
                        id -> id.path("kind").asText() + " " + id.path("name").asText())
                .containsExactlyInAnyOrder("Secret bird", "Secret other");
        assertThat(git.files("live/default").keySet())
                .noneMatch(path -> path.contains("/secrets/"))
                .contains("cluster/core/namespaces/" + namespace + ".yaml");
        assertThat(run("snapshot", "-n", namespace.name()).exited(3).err())
                .contains("nothing is here to seal it with: secret/bird");
        the_word_is_nowhere();
    }
}
