package dev.tidemark.reconciler.scenario.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.reconciler.scenario.Git;
import dev.tidemark.reconciler.scenario.Policies;
import dev.tidemark.reconciler.scenario.Sealing;
import dev.tidemark.snapshots.seal.SealingCertificate;
import dev.tidemark.snapshots.seal.SealingKeyPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A repository has another certificate than before: what is new is sealed for it at once, the rest bit by bit. */
@ExtendWith(ControlPlane.class)
class ResealIT {

    private final Kubectl kubectl;
    private final Tidemark fresh;
    private final Namespace namespace;
    private Tidemark tidemark;
    private Git git;
    private SealingKeyPair newer;

    ResealIT(Kubectl kubectl, Tidemark fresh, Namespace namespace) {
        this.kubectl = kubectl.in(namespace);
        this.fresh = fresh;
        this.namespace = namespace;
    }

    @BeforeEach
    void seal_for_one_certificate_and_then_have_another() throws IOException {
        for (String name : new String[] {"a", "b", "c"}) {
            kubectl.run(
                    "create",
                    "secret",
                    "generic",
                    name,
                    "--from-literal=user=u-" + name,
                    "--from-literal=word=w-" + name);
        }
        tidemark = Sealing.init(fresh, "--policy", Policies.of(namespace).toString());
        git = new Git(tidemark.repository());
        snapshot();
        newer = SealingKeyPair.generate(Instant.now());
        Files.write(tidemark.keys().resolve("sealing.crt"), newer.certificatePem());
    }

    private JsonNode snapshot() {
        return tidemark.json(0, "snapshot", "--component", "apps");
    }

    private String file(String name) {
        return git.text("HEAD", "namespaces/" + namespace + "/core/secrets/" + name + ".yaml");
    }

    private String fingerprint() {
        return SealingCertificate.parse(newer.certificatePem()).fingerprint();
    }

    @Test
    void what_changes_is_sealed_for_the_new_one_at_once_and_nothing_else() {
        assertThat(snapshot().path("changed").asBoolean()).isFalse();
        kubectl.run("patch", "secret", "a", "-p", "{\"stringData\":{\"word\":\"another\"}}");
        snapshot();
        assertThat(file("a").split(fingerprint().replace("+", "\\+"), -1)).hasSize(2);
        assertThat(file("b")).doesNotContain(fingerprint());
    }

    @Test
    void the_rest_moves_as_far_as_it_may_with_each_commit_and_opens_with_the_new_key_alone() throws IOException {
        JsonNode first = tidemark.json(0, "reseal", "--max-per-commit", "4");
        assertThat(first.path("moved").asInt()).isEqualTo(4);
        assertThat(first.path("left").asInt()).isEqualTo(2);
        JsonNode second = tidemark.json(0, "reseal", "--max-per-commit", "4");
        assertThat(second.path("left").asInt()).isZero();
        assertThat(git.run("log", "--format=%s", "-2").lines()).allMatch(s -> s.equals("Seal for " + fingerprint()));
        assertThat(tidemark.json(0, "reseal").path("changed").asBoolean()).isFalse();
        assertThat(snapshot().path("changed").asBoolean()).isFalse();

        Path key = tidemark.keys().resolve("newer.key");
        Files.write(key, newer.privateKeyPem().reveal());
        JsonNode plan = tidemark.with("TIDEMARK_KEYS", key.toString())
                .json(0, "restore", "HEAD", "-n", namespace.name(), "--dry-run");
        assertThat(plan.path("plan").path("steps"))
                .allMatch(step -> step.path("action").asText().equals("unchanged"));
    }

    @Test
    void what_is_sealed_for_a_certificate_that_is_named_may_stay() throws IOException {
        SealingKeyPair third = SealingKeyPair.generate(Instant.now());
        tidemark.json(0, "reseal", "--max-per-commit", "4");
        Files.write(tidemark.keys().resolve("sealing.crt"), third.certificatePem());
        JsonNode answer = tidemark.json(0, "reseal", "--cert-not", fingerprint());
        assertThat(answer.path("moved").asInt()).isEqualTo(2);
        assertThat(answer.path("left").asInt()).isZero();
        assertThat(file("a") + file("b") + file("c")).contains(fingerprint());
    }
}
