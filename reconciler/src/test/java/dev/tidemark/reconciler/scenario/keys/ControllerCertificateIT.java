package dev.tidemark.reconciler.scenario.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.kit.Age;
import dev.tidemark.reconciler.kit.Answer;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.TestCluster;
import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.reconciler.scenario.Git;
import dev.tidemark.reconciler.scenario.Policies;
import dev.tidemark.snapshots.seal.SealingCertificate;
import dev.tidemark.snapshots.seal.SealingKeyPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A repository seals for the controller's certificate, and the controller serves another one than before. */
@ExtendWith(ControlPlane.class)
class ControllerCertificateIT {

    private static final String OLDER = "sealed-secrets-key-older";

    @TempDir
    Path folder;

    private final Kubectl system;
    private final Kubectl kubectl;
    private final Tidemark tidemark;
    private final Namespace namespace;
    private final String served;
    private SealingKeyPair older;

    ControllerCertificateIT(TestCluster cluster, Tidemark tidemark, Namespace namespace) throws IOException {
        this.system = cluster.kubectl().in("kube-system");
        this.kubectl = cluster.kubectl().in(namespace);
        this.tidemark = tidemark;
        this.namespace = namespace;
        byte[] pem = Files.readAllBytes(cluster.sealedSecrets().certificate());
        this.served = SealingCertificate.parse(pem).fingerprint();
    }

    /** As it would be if it had followed the controller since its last key. */
    @BeforeEach
    void have_pinned_an_older_certificate() throws IOException {
        kubectl.run("create", "secret", "generic", "db", "--from-literal=word=w");
        tidemark.init("--cert", "controller", "--policy", Policies.of(namespace).toString());
        older = SealingKeyPair.generate(Instant.now().minus(Duration.ofDays(90)));
        Files.write(tidemark.keys().resolve("sealing.crt"), older.certificatePem());
    }

    @AfterEach
    void leave_no_key() {
        system.run("delete", "secret", OLDER, "--ignore-not-found");
    }

    /** The controller has made a newer key; of the older one it keeps the Secret. */
    private void the_older_key_is_the_controller_s() throws IOException {
        Path key = folder.resolve("key");
        Path certificate = folder.resolve("crt");
        Files.write(key, older.privateKeyPem().reveal());
        Files.write(certificate, older.certificatePem());
        system.run("create", "secret", "tls", OLDER, "--key=" + key, "--cert=" + certificate);
        system.run("label", "secret", OLDER, "sealedsecrets.bitnami.com/sealed-secrets-key=active");
    }

    private Answer snapshot() {
        return tidemark.run("snapshot", "--component", "apps");
    }

    private String sealed() {
        return new Git(tidemark.repository()).text("HEAD", "namespaces/" + namespace + "/core/secrets/db.yaml");
    }

    @Test
    void a_renewal_is_noticed_taken_up_and_escrowed() throws IOException {
        Age age = Age.in(folder);
        Path safe = Files.createDirectory(folder.resolve("safe"));
        the_older_key_is_the_controller_s();
        tidemark.run("keys", "escrow", "--recipient", age.recipient(), "--to", safe.toString())
                .exited(0);
        Answer answer = snapshot().exited(0);
        assertThat(answer.err()).contains("renewed its key", served);
        assertThat(sealed()).contains(served);
        assertThat(snapshot().exited(0).err()).doesNotContain("renewed its key");
        JsonNode keys = tidemark.json(0, "keys", "ls");
        assertThat(keys.path("keys"))
                .filteredOn(key -> key.path("fingerprint").asText().equals(served))
                .singleElement()
                .matches(key ->
                        key.path("inForce").asBoolean() && key.path("escrowed").asBoolean())
                .matches(key -> key.path("kind").asText().equals("controller"));
        JsonNode proof =
                tidemark.json(0, "keys", "check", "--identity", age.identity().toString());
        assertThat(proof.toString()).contains("alone opened 1 sealed Secrets");
    }

    @Test
    void a_key_that_appears_is_escrowed_by_the_next_snapshot() throws IOException {
        Age age = Age.in(folder);
        Path safe = Files.createDirectory(folder.resolve("safe"));
        the_older_key_is_the_controller_s();
        snapshot().exited(0);
        system.run("delete", "secret", OLDER);
        tidemark.run("keys", "escrow", "--recipient", age.recipient(), "--to", safe.toString())
                .exited(0);
        the_older_key_is_the_controller_s_again();
        assertThat(snapshot().exited(0).err()).contains("a key has appeared, and was escrowed to " + safe);
        Files.delete(escrows(safe));
        assertThat(snapshot().exited(0).err()).doesNotContain("escrowed");
    }

    private void the_older_key_is_the_controller_s_again() throws IOException {
        older = SealingKeyPair.generate(Instant.now().minus(Duration.ofDays(80)));
        the_older_key_is_the_controller_s();
    }

    private static Path escrows(Path safe) throws IOException {
        try (var files = Files.list(safe)) {
            return files.findFirst().orElseThrow();
        }
    }

    @Test
    void a_certificate_that_need_not_be_the_controller_s_is_refused_until_somebody_accepts_it() {
        Answer refused = snapshot().exited(4);
        assertThat(refused.err()).contains(served, "--accept " + served);
        tidemark.run("keys", "rotate", "--cert", "controller").exited(4);
        tidemark.run("keys", "rotate", "--cert", "controller", "--accept", "SHA256:other")
                .exited(4);
        tidemark.with("TIDEMARK_ACCEPT", served)
                .run("keys", "rotate", "--cert", "controller")
                .exited(4);
        tidemark.run("keys", "rotate", "--cert", "controller", "--accept", served)
                .exited(0);
        snapshot().exited(0);
        assertThat(sealed()).contains(served);
    }

    @Test
    void a_named_certificate_that_the_controller_has_left_behind_for_long_is_refused() throws IOException {
        Path certificate = folder.resolve("named.crt");
        Files.write(certificate, older.certificatePem());
        tidemark.run("keys", "rotate", "--cert", certificate.toString()).exited(0);
        snapshot().exited(0);
        the_older_key_is_the_controller_s();
        assertThat(snapshot().exited(4).err()).contains(served, "keys rotate --cert controller");
        tidemark.run("keys", "rotate", "--cert", "controller").exited(0);
        snapshot().exited(0);
    }

    @Test
    void an_expired_certificate_is_refused() throws IOException {
        SealingKeyPair expired = SealingKeyPair.generate(Instant.now().minus(Duration.ofDays(4000)));
        Path certificate = folder.resolve("expired.crt");
        Files.write(certificate, expired.certificatePem());
        assertThat(tidemark.run("keys", "rotate", "--cert", certificate.toString())
                        .exited(4)
                        .err())
                .contains("expired");
        String secret = "{apiVersion: v1, kind: Secret, metadata: {name: a, namespace: b}}";
        tidemark.feed(secret, "seal", "--cert", certificate.toString()).exited(4);
    }
}
