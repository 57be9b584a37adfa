package dev.tidemark.reconciler.scenario.damage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.reconciler.scenario.Git;
import dev.tidemark.reconciler.scenario.Sealing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Some objects of the repository are lost or have gone bad. Verify says which files of which commit; what can still be
 * read is restored, and what cannot is named, never deleted, never silently passed over.
 */
@ExtendWith(ControlPlane.class)
class DamageIT {

    private final Kubectl kubectl;
    private final Namespace namespace;
    private final Tidemark tidemark;
    private Git git;

    DamageIT(Kubectl kubectl, Tidemark fresh, Namespace namespace) {
        this.kubectl = kubectl.in(namespace);
        this.namespace = namespace;
        this.tidemark = Sealing.init(fresh);
    }

    @BeforeEach
    void take_a_snapshot_and_lose_two_of_its_files() throws IOException, InterruptedException {
        paint("blue");
        tidemark.json(0, "snapshot", "-n", namespace.name());
        git = new Git(tidemark.repository());
        explode(tidemark.repository().resolve(".git"));
        Files.delete(loose("core/configmaps/app.yaml"));
        Path secret = loose("core/secrets/db.yaml");
        assertThat(secret.toFile().setWritable(true)).isTrue();
        Files.write(secret, new byte[] {1, 2, 3});
    }

    private void paint(String colour) {
        for (String name : List.of("app", "other")) {
            kubectl.apply("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: " + name + "\ndata:\n  colour: " + colour
                    + "\n");
        }
        kubectl.apply("apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\nstringData:\n  colour: " + colour + "\n");
    }

    private String colour(String object) {
        return kubectl.get(object).path("data").path("colour").asText();
    }

    private Path loose(String file) {
        String id = git.id("HEAD:namespaces/" + namespace + "/" + file);
        return tidemark.repository()
                .resolve(".git/objects")
                .resolve(id.substring(0, 2))
                .resolve(id.substring(2));
    }

    /** Packs become single objects. */
    private static void explode(Path gitDirectory) throws IOException, InterruptedException {
        Path aside = Files.createTempDirectory("packs-");
        List<Path> packs;
        try (Stream<Path> files = Files.list(gitDirectory.resolve("objects/pack"))) {
            packs = files.toList();
        }
        for (Path file : packs) {
            Files.move(file, aside.resolve(file.getFileName()));
        }
        for (Path file : packs) {
            if (file.toString().endsWith(".pack")) {
                assertThat(new ProcessBuilder("git", "--git-dir", gitDirectory.toString(), "unpack-objects", "-q")
                                .redirectInput(aside.resolve(file.getFileName()).toFile())
                                .start()
                                .waitFor())
                        .isZero();
            }
        }
    }

    private static JsonNode result(JsonNode restored, String name) {
        return StreamSupport.stream(restored.path("results").spliterator(), false)
                .filter(r -> r.path("id").path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void damage_is_located_to_the_file() {
        JsonNode findings = tidemark.json(3, "verify").path("findings");
        assertThat(findings.findValuesAsText("subject").stream().filter(s -> s.contains("namespaces/")))
                .hasSize(2)
                .anyMatch(s -> s.endsWith("core/configmaps/app.yaml"))
                .anyMatch(s -> s.endsWith("core/secrets/db.yaml"));
    }

    @Test
    void what_can_be_read_is_restored_and_what_is_lost_is_named() {
        paint("red");
        kubectl.run("delete", "secret/db");
        JsonNode restored = tidemark.json(3, "restore", "HEAD", "-n", namespace.name(), "--prune", "--yes");
        assertThat(result(restored, "other").path("outcome").asText()).isEqualTo("updated");
        for (String lost : List.of("app", "db")) {
            assertThat(result(restored, lost).path("outcome").asText()).isEqualTo("blocked");
            assertThat(result(restored, lost).path("reason").asText()).startsWith("damaged: ");
        }
        assertThat(colour("configmap/other")).isEqualTo("blue");
        assertThat(colour("configmap/app")).as("left alone, and never pruned").isEqualTo("red");
    }

    @Test
    void what_the_cluster_still_has_as_it_was_needs_no_file() {
        kubectl.run("delete", "configmap/other");
        JsonNode restored = tidemark.json(3, "restore", "HEAD", "-n", namespace.name(), "--yes");
        assertThat(result(restored, "app").path("outcome").asText()).isEqualTo("unchanged");
        assertThat(result(restored, "other").path("outcome").asText()).isEqualTo("created");
        assertThat(result(restored, "db").path("outcome").asText())
                .as("a Secret is compared by what was sealed, which is lost")
                .isEqualTo("blocked");
    }

    @Test
    void the_next_snapshot_seals_what_is_lost_anew() {
        tidemark.json(0, "snapshot", "-n", namespace.name());
        paint("red");
        assertThat(result(tidemark.json(3, "restore", "HEAD", "-n", namespace.name(), "--yes"), "db")
                        .path("outcome")
                        .asText())
                .isEqualTo("updated");
    }
}
