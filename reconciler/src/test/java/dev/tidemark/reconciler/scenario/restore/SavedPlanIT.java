package dev.tidemark.reconciler.scenario.restore;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.reconciler.scenario.Sealing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One engineer makes a plan, another reviews it and carries out that plan, or learns that it no longer holds. */
@ExtendWith(ControlPlane.class)
class SavedPlanIT {

    @TempDir
    Path folder;

    private final Kubectl kubectl;
    private final Tidemark fresh;
    private final Namespace namespace;
    private Tidemark tidemark;

    SavedPlanIT(Kubectl kubectl, Tidemark fresh, Namespace namespace) {
        this.kubectl = kubectl.in(namespace);
        this.fresh = fresh;
        this.namespace = namespace;
    }

    @BeforeEach
    void take_a_snapshot_and_drift_away_from_it() {
        kubectl.apply("""
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: app
                data:
                  colour: blue
                ---
                apiVersion: v1
                kind: Secret
                metadata:
                  name: db
                data:
                  password: Y29ycmVjdC1ob3JzZS1iYXR0ZXJ5
                """);
        tidemark = Sealing.init(fresh);
        tidemark.json(0, "snapshot", "-n", namespace.name());
        paint("red");
        setPassword("d3Jvbmctb25lLWZvci1zdXJl");
        kubectl.apply("""
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: stray
                """);
    }

    private void paint(String colour) {
        kubectl.run("patch", "configmap/app", "-p", "{\"data\":{\"colour\":\"" + colour + "\"}}");
    }

    private void setPassword(String base64) {
        kubectl.run("patch", "secret/db", "-p", "{\"data\":{\"password\":\"" + base64 + "\"}}");
    }

    private String colour() {
        return kubectl.get("configmap/app").path("data").path("colour").asText();
    }

    private Path savedPlan(String... more) {
        Path file = folder.resolve("plan.json");
        String[] words = {"restore", "HEAD", "-n", namespace.name(), "--plan-out", file.toString()};
        String[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        JsonNode plan = tidemark.json(1, all).path("plan");
        assertThat(plan.path("steps")
                        .valueStream()
                        .filter(step -> step.path("action").asText().matches("apply|replace")))
                .hasSize(2);
        return file;
    }

    @Test
    void the_saved_plan_is_carried_out_with_the_options_it_was_made_with() throws IOException {
        Path plan = savedPlan("--prune");
        assertThat(colour()).as("only saved").isEqualTo("red");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(plan)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(plan)).doesNotContain("d3Jvbmct", "Y29ycmVjdC1", "correct-horse");

        JsonNode done = tidemark.json(0, "restore", "--plan", plan.toString(), "--yes");
        assertThat(done.path("verify").path("equal").asBoolean()).isTrue();
        assertThat(colour()).isEqualTo("blue");
        assertThat(kubectl.has("configmap/stray")).isFalse();
    }

    @Test
    void a_plan_is_refused_when_the_cluster_moved_under_it_and_nothing_is_written() {
        Path plan = savedPlan();
        paint("green");
        JsonNode error = tidemark.json(4, "restore", "HEAD", "--plan", plan.toString(), "--yes")
                .path("error");
        assertThat(error.path("reason").asText()).isEqualTo("plan-moved");
        assertThat(error.path("why").asText()).contains("configmap/app");
        assertThat(colour()).isEqualTo("green");
    }

    /** A plan shows no values of a Secret, so that another change of it must show in some other way. */
    @Test
    void a_secret_that_was_changed_again_is_a_moved_cluster_too() {
        Path plan = savedPlan();
        setPassword("YW5vdGhlci13cm9uZy1vbmU=");
        JsonNode error =
                tidemark.json(4, "restore", "--plan", plan.toString(), "--yes").path("error");
        assertThat(error.path("why").asText()).contains("secret/db");
    }

    @Test
    void what_moved_and_is_none_of_the_plans_business_does_not_stop_it() {
        Path plan = savedPlan();
        kubectl.run("annotate", "namespace", "default", "tidemark.dev/test=" + namespace.name(), "--overwrite");
        tidemark.json(0, "restore", "--plan", plan.toString(), "--yes");
        assertThat(colour()).isEqualTo("blue");
    }

    @Test
    void a_plan_is_not_for_another_selection_revision_or_file() throws IOException {
        Path plan = savedPlan();
        assertThat(reason("restore", "--plan", plan.toString(), "-n", "kube-system", "--yes"))
                .isEqualTo("plan-differs");
        assertThat(reason("restore", "HEAD~1", "--plan", plan.toString(), "--yes"))
                .isEqualTo("plan-differs");
        Path broken = Files.writeString(folder.resolve("broken.json"), "{");
        assertThat(reason("restore", "--plan", broken.toString(), "--yes")).isEqualTo("plan-file");
        assertThat(reason("restore", "--plan", folder.resolve("none.json").toString(), "--yes"))
                .isEqualTo("plan-file");
        assertThat(colour()).isEqualTo("red");
    }

    private String reason(String... words) {
        return tidemark.json(2, words).path("error").path("reason").asText();
    }
}
