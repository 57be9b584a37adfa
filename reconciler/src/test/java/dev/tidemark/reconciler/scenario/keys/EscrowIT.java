package dev.tidemark.reconciler.scenario.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.kit.Age;
import dev.tidemark.reconciler.kit.Answer;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.SealedSecrets;
import dev.tidemark.reconciler.kit.TestCluster;
import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.reconciler.scenario.Git;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The keys lie in a safe, in a file that only an offline identity opens. The machine that had them is lost. */
@ExtendWith(ControlPlane.class)
class EscrowIT {

    @TempDir
    Path folder;

    private final Kubectl kubectl;
    private final Tidemark tidemark;
    private final Namespace namespace;
    private final SealedSecrets sealedSecrets;

    EscrowIT(TestCluster cluster, Tidemark tidemark, Namespace namespace) {
        this.kubectl = cluster.kubectl().in(namespace);
        this.tidemark = tidemark;
        this.namespace = namespace;
        this.sealedSecrets = cluster.sealedSecrets();
    }

    private Path safe() throws IOException {
        return Files.createDirectories(folder.resolve("safe"));
    }

    private void snapshot(String... init) {
        kubectl.run("create", "secret", "generic", "db", "--from-literal=word=hunter2");
        tidemark.init(init);
        tidemark.json(0, "snapshot", "-n", namespace.name());
    }

    private Path escrow(Age... ages) throws IOException {
        String recipients =
                String.join(",", Arrays.stream(ages).map(Age::recipient).toList());
        JsonNode answer = tidemark.json(0, "keys", "escrow", "--recipient", recipients, "--to", safe().toString());
        assertThat(answer.path("recipients")).hasSize(ages.length);
        return Path.of(answer.path("file").asText());
    }

    @Test
    void each_of_the_identities_opens_it_with_age_and_kubeseal_takes_the_keys() throws IOException {
        Age first = Age.in(Files.createDirectory(folder.resolve("first")));
        Age second = Age.in(Files.createDirectory(folder.resolve("second")));
        snapshot();
        Path escrow = escrow(first, second);
        assertThat(second.decrypt(escrow).exited(0).out())
                .isEqualTo(first.decrypt(escrow).exited(0).out());
        Path list = folder.resolve("keys.yaml");
        Files.writeString(list, first.decrypt(escrow).out());
        String file =
                Files.readString(tidemark.repository().resolve("namespaces/" + namespace + "/core/secrets/db.yaml"));
        Answer opened = sealedSecrets
                .kubeseal()
                .feed(file, "--recovery-unseal", "--recovery-private-key", list.toString())
                .exited(0);
        assertThat(CanonicalYaml.read(opened.out().getBytes(StandardCharsets.UTF_8))
                        .path("data")
                        .path("word")
                        .asText())
                .isEqualTo("aHVudGVyMg==");
    }

    @Test
    void a_machine_with_the_repository_the_escrow_and_the_identity_can_restore_and_go_on() throws IOException {
        Age age = Age.in(folder);
        snapshot();
        a_lost_machine_is_replaced(age, escrow(age));
    }

    @Test
    void that_holds_for_a_repository_that_seals_for_the_controller_too() throws IOException {
        Age age = Age.in(folder);
        snapshot("--cert", "controller");
        a_lost_machine_is_replaced(age, escrow(age));
    }

    private void a_lost_machine_is_replaced(Age age, Path escrow) throws IOException {
        Path clone = folder.resolve("clone");
        new Git(tidemark.repository()).run("clone", "-q", tidemark.repository().toString(), clone.toString());
        Tidemark fresh = tidemark.with(
                        "XDG_CONFIG_HOME", folder.resolve("new-home").toString())
                .withRepository(clone);
        kubectl.delete("secret", "db");
        assertThat(fresh.run("restore", "latest", "-n", namespace.name(), "--yes")
                        .exit())
                .isNotZero();

        String identity = age.identity().toString();
        fresh.run("keys", "init", "--from", escrow.toString(), "--identity", identity)
                .exited(0);
        fresh.run("restore", "HEAD", "-n", namespace.name(), "--yes").exited(0);
        assertThat(kubectl.get("secret", "db").path("data").path("word").asText())
                .isEqualTo("aHVudGVyMg==");
        JsonNode next = fresh.json(0, "snapshot", "-n", namespace.name());
        assertThat(next.path("changed").asBoolean())
                .as("nothing is sealed anew")
                .isFalse();

        Answer again = fresh.run("keys", "init", "--from", escrow.toString(), "--identity", identity)
                .exited(4);
        assertThat(again.err()).contains("keys in");
        fresh.run("keys", "escrow").exited(0);
    }

    @Test
    void the_wrong_identity_and_the_wrong_repository_are_told() throws IOException {
        Age age = Age.in(Files.createDirectory(folder.resolve("right")));
        Age other = Age.in(Files.createDirectory(folder.resolve("wrong")));
        snapshot();
        Path escrow = escrow(age);
        Tidemark elsewhere =
                tidemark.with("XDG_CONFIG_HOME", folder.resolve("new-home").toString());
        assertThat(elsewhere
                        .run(
                                "keys",
                                "init",
                                "--from",
                                escrow.toString(),
                                "--identity",
                                other.identity().toString())
                        .exited(5)
                        .err())
                .contains("no identity that was given opens it");
        Tidemark another = tidemark.withRepository(folder.resolve("another"))
                .with("XDG_CONFIG_HOME", folder.resolve("another-home").toString());
        another.init();
        Tidemark keyless =
                another.with("XDG_CONFIG_HOME", folder.resolve("third-home").toString());
        assertThat(keyless.run(
                                "keys",
                                "init",
                                "--from",
                                escrow.toString(),
                                "--identity",
                                age.identity().toString())
                        .exited(2)
                        .err())
                .contains("they belong to repository");
        assertThat(tidemark.run(
                                "keys",
                                "escrow",
                                "--recipient",
                                age.recipient(),
                                "--to",
                                tidemark.repository().toString())
                        .exited(4)
                        .err())
                .contains("snapshot repository");
    }
}
