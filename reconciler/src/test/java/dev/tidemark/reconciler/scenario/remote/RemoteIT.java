package dev.tidemark.reconciler.scenario.remote;

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
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The history is kept in a second place. Another writer pushes there too; the place is sometimes not to be reached. No
 * commit is lost, none is rewritten, and an old observation never takes the place of a newer one.
 */
@ExtendWith(ControlPlane.class)
class RemoteIT {

    private static final String BRANCH = "refs/heads/live/apps";
    private static final String RUN = "refs/tidemark/runs/apps";

    private final Kubectl kubectl;
    private final Tidemark fresh;
    private final Namespace namespace;
    private Path place;
    private Git remote;
    private Tidemark ours;
    private Git git;

    RemoteIT(Kubectl kubectl, Tidemark fresh, Namespace namespace) {
        this.kubectl = kubectl.in(namespace);
        this.fresh = fresh;
        this.namespace = namespace;
    }

    @BeforeEach
    void keep_the_history_in_a_second_place() throws IOException {
        place = Files.createTempDirectory("remote-").resolve("history.git");
        Files.createDirectory(place);
        remote = new Git(place);
        remote.run("init", "-q", "--bare", "-b", "live/apps");
        ours = Sealing.init(
                fresh,
                "--policy",
                Policies.of(namespace).toString(),
                "--remote",
                place.toUri().toString());
        git = new Git(ours.repository());
        change("first");
    }

    private void change(String colour) {
        kubectl.apply("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: app\ndata:\n  colour: " + colour + "\n");
    }

    private static JsonNode snapshot(Tidemark who) {
        return who.json(0, "snapshot", "--component", "apps");
    }

    private static JsonNode push(JsonNode snapshot) {
        assertThat(snapshot.path("pushed")).hasSize(1);
        return snapshot.path("pushed").get(0);
    }

    /** A clone that pushes to the same place, with the same keys. */
    private Tidemark clone(String name) {
        Path other = ours.repository().resolveSibling(name);
        remote.run("clone", "-q", "-b", "live/apps", place.toString(), other.toString());
        return ours.withRepository(other);
    }

    @Test
    void a_snapshot_is_pushed_with_the_record_of_its_run() {
        JsonNode snapshot = snapshot(ours);
        assertThat(push(snapshot).path("remote").asText()).isEqualTo("origin");
        assertThat(push(snapshot).path("ok").asBoolean()).isTrue();
        assertThat(remote.id(BRANCH)).isEqualTo(snapshot.path("commit").asText());
        assertThat(remote.trailers(RUN))
                .containsEntry("Tidemark-Snapshot", snapshot.path("commit").asText());
        assertThat(remote.attempt("fsck", "--strict", "--full").exited(0).toString())
                .doesNotContain("error", "missing");
    }

    @Test
    void no_push_leaves_the_remote_alone_and_the_next_run_brings_it_up_to_date() {
        JsonNode kept = ours.json(0, "snapshot", "--component", "apps", "--no-push");
        assertThat(kept.path("pushed")).isEmpty();
        assertThat(remote.attempt("rev-parse", "--verify", "-q", BRANCH).exit()).isNotZero();
        assertThat(snapshot(ours).path("changed").asBoolean()).isFalse();
        assertThat(remote.id(BRANCH)).isEqualTo(kept.path("commit").asText());
    }

    @Test
    void a_place_that_cannot_be_reached_is_told_and_the_next_run_tries_again() throws IOException {
        Path away = place.resolveSibling("away");
        Files.move(place, away);
        JsonNode kept = snapshot(ours);
        assertThat(push(kept).path("ok").asBoolean()).isFalse();
        assertThat(push(kept).path("problem").asText()).isNotEmpty();
        assertThat(git.id(BRANCH))
                .as("the commit is here")
                .isEqualTo(kept.path("commit").asText());
        Answer text = ours.run("snapshot", "--component", "apps").exited(0);
        assertThat(text.err()).contains("not pushed to origin", "the next run tries again");

        Files.move(away, place);
        JsonNode again = snapshot(ours);
        assertThat(again.path("changed").asBoolean()).isFalse();
        assertThat(push(again).path("ok").asBoolean()).isTrue();
        assertThat(remote.id(BRANCH)).isEqualTo(kept.path("commit").asText());
    }

    @Test
    void a_newer_observation_is_replayed_on_top_of_what_another_writer_pushed() {
        snapshot(ours);
        Tidemark theirs = clone("theirs");
        change("second");
        JsonNode pushed = snapshot(theirs);
        change("third");
        JsonNode mine = snapshot(ours);
        assertThat(push(mine).path("ok").asBoolean()).isTrue();
        assertThat(remote.id(BRANCH))
                .isEqualTo(git.id(BRANCH))
                .isEqualTo(mine.path("commit").asText());
        assertThat(remote.id(BRANCH + "~1")).isEqualTo(pushed.path("commit").asText());
        assertThat(remote.trailers(BRANCH)).containsEntry("Tidemark-Seq", "3");
        assertThat(remote.text(BRANCH, "namespaces/" + namespace + "/core/configmaps/app.yaml"))
                .contains("colour: third");
        assertThat(remote.trailers(RUN)).containsEntry("Tidemark-Snapshot", remote.id(BRANCH));
        assertThat(ours.run("diff").exited(0).out()).contains("Nothing differs.");
    }

    @Test
    void an_older_observation_never_becomes_the_tip_again() {
        snapshot(ours);
        Tidemark theirs = clone("theirs");
        change("second");
        ours.json(0, "snapshot", "--component", "apps", "--no-push");
        String mine = git.id(BRANCH);
        change("third");
        JsonNode newer = snapshot(theirs);

        JsonNode late = snapshot(ours);
        assertThat(push(late).path("ok").asBoolean()).isTrue();
        assertThat(remote.text(BRANCH, "namespaces/" + namespace + "/core/configmaps/app.yaml"))
                .contains("colour: third");
        assertThat(remote.run("rev-list", BRANCH).lines())
                .contains(newer.path("commit").asText())
                .doesNotContain(mine);
        assertThat(remote.run("rev-list", "--min-parents=2", BRANCH))
                .as("merges")
                .isEmpty();
        assertThat(git.id(BRANCH)).isEqualTo(remote.id(BRANCH));
        assertThat(ours.run("diff").exited(0).out()).contains("Nothing differs.");
    }
}
