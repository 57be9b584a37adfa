package dev.tidemark.reconciler.scenario.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.kit.Age;
import dev.tidemark.reconciler.kit.Answer;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.reconciler.scenario.Git;
import dev.tidemark.reconciler.scenario.Policies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A sealing key is made, escrowed, proven, succeeded by another one, and in the end needed by nothing but old snapshots. */
@ExtendWith(ControlPlane.class)
class KeyLifeIT {

    @TempDir
    Path folder;

    private final Kubectl cluster;
    private final Kubectl kubectl;
    private final Namespace namespace;
    private final Tidemark tidemark;

    KeyLifeIT(Kubectl kubectl, Tidemark tidemark, Namespace namespace) {
        this.cluster = kubectl;
        this.kubectl = kubectl.in(namespace);
        this.namespace = namespace;
        this.tidemark = tidemark;
    }

    @BeforeEach
    void take_a_snapshot_of_two_items() {
        kubectl.run("create", "secret", "generic", "db", "--from-literal=user=u", "--from-literal=word=w");
        tidemark.init("--policy", Policies.of(namespace).toString());
        snapshot();
    }

    private void snapshot() {
        tidemark.json(0, "snapshot", "--component", "apps");
    }

    private Path escrow(Age age) throws IOException {
        Path safe = Files.createDirectories(folder.resolve("safe"));
        return Path.of(tidemark.json(0, "keys", "escrow", "--recipient", age.recipient(), "--to", safe.toString())
                .path("file")
                .asText());
    }

    private List<JsonNode> keys(String kind) {
        return StreamSupport.stream(tidemark.json(0, "keys", "ls").path("keys").spliterator(), false)
                .filter(key -> key.path("kind").asText().equals(kind))
                .toList();
    }

    private static List<String> codes(JsonNode answer) {
        return StreamSupport.stream(answer.path("findings").spliterator(), false)
                .map(finding -> finding.path("level").asText() + " "
                        + finding.path("code").asText())
                .toList();
    }

    @Test
    void every_key_is_listed_with_its_use_and_whether_it_is_escrowed() throws IOException {
        assertThat(keys("signing")).singleElement().matches(key -> !key.path("escrowed")
                .asBoolean());
        assertThat(keys("fingerprint")).hasSize(1);
        assertThat(keys("sealing"))
                .singleElement()
                .matches(key -> key.path("inUseBy").asInt() == 2);
        assertThat(codes(tidemark.json(0, "keys", "check")))
                .contains("warn key-not-escrowed", "warn no-escrow", "ok certificate-valid");
        escrow(Age.in(folder));
        for (String kind : List.of("signing", "fingerprint", "sealing")) {
            assertThat(keys(kind)).allMatch(key -> key.path("escrowed").asBoolean());
        }
    }

    @Test
    void an_escrow_counts_as_proven_when_its_identity_has_opened_a_sample_with_it() throws IOException {
        Age age = Age.in(folder);
        escrow(age);
        assertThat(codes(tidemark.json(0, "keys", "check"))).contains("warn escrow-not-proven");
        JsonNode proof =
                tidemark.json(0, "keys", "check", "--identity", age.identity().toString());
        assertThat(codes(proof)).contains("ok escrow-proven").noneMatch(code -> code.startsWith("fail"));
        assertThat(codes(tidemark.json(0, "keys", "check")))
                .contains("ok escrow-proven")
                .doesNotContain("warn escrow-not-proven");
    }

    @Test
    void what_is_new_is_sealed_for_a_new_key_at_once_and_the_old_one_stays_while_anything_needs_it()
            throws IOException {
        Age age = Age.in(folder);
        Path before = escrow(age);
        String old = keys("sealing").getFirst().path("fingerprint").asText();
        JsonNode rotated = tidemark.json(0, "keys", "rotate");
        String fresh = rotated.path("sealing").asText();
        assertThat(rotated.path("before").asText()).isEqualTo(old);
        assertThat(rotated.path("inUseBy").asInt()).isEqualTo(2);
        assertThat(Path.of(rotated.path("escrow").asText()))
                .as("the escrow is renewed when a key appears")
                .exists();
        kubectl.run("create", "secret", "generic", "new", "--from-literal=a=b");
        snapshot();
        assertThat(keys("sealing"))
                .extracting(key -> key.path("fingerprint").asText() + " "
                        + key.path("inUseBy").asInt())
                .containsExactly(fresh + " 1", old + " 2");

        tidemark.json(0, "reseal");
        JsonNode check =
                tidemark.json(0, "keys", "check", "--identity", age.identity().toString());
        assertThat(codes(check)).contains("ok escrow-proven").noneMatch(code -> code.startsWith("fail"));
        assertThat(check.toString()).contains("needed by snapshots up to");
        kubectl.delete("secret/db");
        tidemark.json(0, "restore", "HEAD~2", "secret/db", "-n", namespace.name(), "--yes");
        assertThat(kubectl.get("secret/db").at("/data/user").asText())
                .as("the old key still opens what was sealed for it")
                .isEqualTo("dQ==");

        JsonNode withOld =
                tidemark.json(3, "keys", "check", "--identity", age.identity().toString(), "--from", before.toString());
        assertThat(codes(withOld)).contains("fail escrow-lacks-key", "fail escrow-does-not-open");
    }

    @Test
    void a_key_that_is_neither_here_nor_escrowed_is_a_failure_that_names_it() throws IOException {
        String old = keys("sealing").getFirst().path("fingerprint").asText();
        tidemark.json(0, "keys", "rotate");
        Path key = tidemark.keys().resolve("sealing.key");
        String pem = Files.readString(key);
        Files.writeString(key, pem.substring(0, pem.indexOf("-----BEGIN", 1)));
        JsonNode check = tidemark.json(3, "keys", "check");
        assertThat(codes(check)).contains("fail key-missing");
        assertThat(check.toString()).contains(old);
    }

    @Test
    void keys_in_a_secret_of_the_cluster_do_as_well_and_are_never_exported(Namespace other) throws IOException {
        String place = namespace + "/keys";
        tidemark.run("keys", "init", "--key-secret", place).exited(0);
        Tidemark pod = tidemark.with("XDG_CONFIG_HOME", folder.resolve("empty").toString())
                .with("TIDEMARK_KEY_SECRET", place);
        kubectl.run("create", "secret", "generic", "new", "--from-literal=a=b");
        pod.json(0, "snapshot", "--component", "apps");
        assertThat(new Git(tidemark.repository()).files("HEAD").keySet())
                .noneMatch(path -> path.endsWith("secrets/keys.yaml"))
                .anyMatch(path -> path.endsWith("secrets/new.yaml"));
        kubectl.delete("secret", "new");
        pod.run("restore", "HEAD", "-n", namespace.name(), "--yes").exited(0);
        assertThat(kubectl.has("secret", "new")).isTrue();
        tidemark.with("XDG_CONFIG_HOME", folder.resolve("nobody").toString())
                .run("show", "HEAD", "secret/db", "-n", namespace.name(), "--unseal", "--yes")
                .exited(0);
        String fresh = pod.json(0, "keys", "rotate").path("sealing").asText();
        assertThat(pod.json(0, "keys", "ls").toString()).contains(fresh);
        assertThat(pod.run("keys", "init", "--key-secret", place).exited(4).err())
                .contains("already");
        cluster.in(other).run("create", "secret", "generic", "something", "--from-literal=a=b");
        assertThat(pod.run("keys", "ls", "--key-secret", other + "/something")
                        .exited(2)
                        .err())
                .contains("no label tidemark.dev/keys");
        assertThat(pod.run("keys", "ls", "--key-secret", "something").exited(2).err())
                .contains("NS/NAME");
    }

    @Test
    void a_clone_without_keys_restores_when_it_was_told_whom_to_trust() {
        Path clone = folder.resolve("clone");
        new Git(tidemark.repository()).run("clone", "-q", tidemark.repository().toString(), clone.toString());
        String signing = keys("signing").getFirst().path("fingerprint").asText();
        Tidemark fresh = tidemark.withRepository(clone)
                .with("XDG_CONFIG_HOME", folder.resolve("empty").toString())
                .with("TIDEMARK_KEYS", tidemark.keys().resolve("sealing.key").toString());
        kubectl.delete("secret", "db");
        String[] restore = {"restore", "HEAD", "-n", namespace.name(), "--dry-run"};
        assertThat(fresh.run(restore).exited(4).err()).contains(signing);
        assertThat(fresh.run("keys", "trust", "SHA256:tooshort").exited(2).err())
                .contains("43 characters");
        Answer told = fresh.run("keys", "trust", signing).exited(0);
        assertThat(told.out()).contains("Trusts " + signing).doesNotContain("another key");
        fresh.run(restore).exited(1);
    }
}
