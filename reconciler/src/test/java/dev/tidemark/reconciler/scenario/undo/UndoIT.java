package dev.tidemark.reconciler.scenario.undo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.reconciler.scenario.Git;
import dev.tidemark.reconciler.scenario.Sealing;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The restore was the mistake: what it changed goes back, what it made goes away, what others did since is respected. */
@ExtendWith(ControlPlane.class)
class UndoIT {

    private final Kubectl kubectl;
    private final Tidemark fresh;
    private final Namespace namespace;
    private Tidemark tidemark;

    UndoIT(Kubectl kubectl, Tidemark fresh, Namespace namespace) {
        this.kubectl = kubectl.in(namespace);
        this.fresh = fresh;
        this.namespace = namespace;
    }

    /** The snapshot has blue and an object that is gone by now; the present is red. */
    @BeforeEach
    void let_time_go_by_since_a_snapshot() {
        kubectl.run("create", "configmap", "app", "--from-literal=colour=blue");
        kubectl.run("create", "configmap", "gone", "--from-literal=a=1");
        kubectl.run("create", "secret", "generic", "db", "--from-literal=password=old-password");
        tidemark = Sealing.init(fresh);
        tidemark.json(0, "snapshot", "-n", namespace.name());
        kubectl.run("delete", "configmap/gone");
        paint("red");
        kubectl.run("patch", "secret/db", "-p", "{\"stringData\":{\"password\":\"new-password\"}}");
    }

    private void paint(String colour) {
        kubectl.run("patch", "configmap/app", "-p", "{\"data\":{\"colour\":\"" + colour + "\"}}");
    }

    private String colour() {
        return kubectl.get("configmap/app").path("data").path("colour").asText();
    }

    private String password() {
        return kubectl.get("secret/db").path("data").path("password").asText();
    }

    private JsonNode restore() {
        return tidemark.json(0, "restore", "HEAD", "-n", namespace.name(), "--yes");
    }

    private static List<String> outcomes(JsonNode answer) {
        return StreamSupport.stream(answer.path("results").spliterator(), false)
                .filter(r -> !r.path("outcome").asText().equals("unchanged"))
                .map(r -> r.path("outcome").asText() + " "
                        + r.path("id").path("name").asText())
                .toList();
    }

    @Test
    void everything_is_as_it_was_before_the_restore() {
        String before = password();
        assertThat(outcomes(restore())).containsExactlyInAnyOrder("updated app", "created gone", "updated db");
        assertThat(tidemark.run("undo").exited(4).err()).contains("--yes");
        JsonNode undone = tidemark.json(0, "undo", "--yes");
        assertThat(outcomes(undone)).containsExactlyInAnyOrder("updated app", "deleted gone", "updated db");
        assertThat(colour()).isEqualTo("red");
        assertThat(password()).isEqualTo(before);
        assertThat(kubectl.has("configmap/gone")).isFalse();
    }

    @Test
    void an_undo_can_itself_be_undone() {
        restore();
        JsonNode undone = tidemark.json(0, "undo", "--yes");
        assertThat(undone.path("restorePoint").asText()).isNotEmpty();
        tidemark.json(0, "undo", undone.path("id").asText(), "--yes");
        assertThat(colour()).isEqualTo("blue");
        assertThat(kubectl.has("configmap/gone")).isTrue();
    }

    @Test
    void what_others_changed_since_is_blocked_and_the_rest_goes_back() {
        String before = password();
        String id = restore().path("id").asText();
        paint("green");
        kubectl.run("label", "configmap/gone", "kept=yes");
        JsonNode undone = tidemark.json(3, "undo", id, "--yes");
        assertThat(outcomes(undone)).containsExactlyInAnyOrder("blocked app", "blocked gone", "updated db");
        assertThat(undone.path("results").toString()).contains("changed-since-restore");
        assertThat(colour()).isEqualTo("green");
        assertThat(kubectl.has("configmap/gone")).isTrue();
        assertThat(password()).isEqualTo(before);
    }

    @Test
    void the_journal_keeps_every_restore_and_no_value_of_a_secret() {
        JsonNode restored = restore();
        Git git = new Git(tidemark.repository());
        assertThat(git.trailers("refs/tidemark/restores"))
                .containsEntry("Tidemark-Restore", restored.path("id").asText())
                .containsEntry(
                        "Tidemark-Restore-Point", restored.path("restorePoint").asText())
                .containsEntry("Tidemark-Status", "Complete");
        assertThat(git.text("refs/tidemark/restores", "restore.yaml"))
                .contains("gone", "created")
                .doesNotContain("password");
        assertThat(tidemark.run("log").exited(0).out())
                .contains(restored.path("id").asText());
    }

    @Test
    void there_is_nothing_to_undo_where_nothing_was_restored() {
        assertThat(tidemark.run("undo", "--yes").exited(2).err()).contains("no restore has changed anything yet");
        assertThat(tidemark.run("undo", "r-19990101-000000-000", "--yes")
                        .exited(2)
                        .err())
                .contains("no restore of this id");
    }
}
