package dev.tidemark.reconciler.scenario.drift;

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
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A team approves what runs by merging into {@code main}. Somebody changes the cluster by hand; somebody else changes
 * {@code main}. Each difference is told with its direction, the drift can be merged, and it can be reverted.
 */
@ExtendWith(ControlPlane.class)
class DriftIT {

    private static final String MAIN = "refs/heads/main";
    private static final String DRIFT = "refs/heads/drift/apps";

    private final Kubectl kubectl;
    private final Namespace namespace;
    private final Tidemark tidemark;
    private final Git remote;
    private final Path place;

    DriftIT(Kubectl kubectl, Tidemark fresh, Namespace namespace) throws IOException {
        this.kubectl = kubectl.in(namespace);
        this.namespace = namespace;
        place = Files.createTempDirectory("forge-").resolve("history.git");
        Files.createDirectory(place);
        remote = new Git(place);
        remote.run("init", "-q", "--bare", "-b", "main");
        tidemark = Sealing.init(
                fresh,
                "--policy",
                Policies.of(namespace).toString(),
                "--remote",
                place.toUri().toString());
    }

    @BeforeEach
    void approve_what_runs() {
        configMap("app", "blue");
        configMap("other", "grey");
        kubectl.run("create", "secret", "generic", "db", "--from-literal=password=correct-horse-battery");
        tidemark.json(0, "snapshot", "--component", "apps");
        tidemark.json(0, "drift", "--init", "--component", "apps");
    }

    private void configMap(String name, String colour) {
        kubectl.apply(
                "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: " + name + "\ndata:\n  colour: " + colour + "\n");
    }

    private JsonNode drift(int exit, String... options) {
        String[] arguments = new String[options.length + 3];
        arguments[0] = "drift";
        arguments[1] = "--component";
        arguments[2] = "apps";
        System.arraycopy(options, 0, arguments, 3, options.length);
        return tidemark.json(exit, arguments);
    }

    private static Map<String, String> origins(JsonNode drift) {
        return drift.path("changes")
                .valueStream()
                .collect(Collectors.toMap(c -> c.path("id").path("name").asText(), c -> c.path("origin")
                        .asText()));
    }

    private boolean proposed() {
        return remote.attempt("rev-parse", "-q", "--verify", DRIFT).exit() == 0;
    }

    @Test
    void what_somebody_changed_by_hand_is_named_proposed_once_and_accepted_by_merging_it() {
        assertThat(drift(0).path("changes")).isEmpty();
        assertThat(proposed()).isFalse();

        kubectl.run(
                "patch", "configmap", "app", "--field-manager=night-shift", "-p", "{\"data\":{\"colour\":\"red\"}}");
        kubectl.run("patch", "secret", "db", "-p", "{\"stringData\":{\"password\":\"something-else-altogether\"}}");
        JsonNode drift = drift(1);
        assertThat(origins(drift)).containsOnly(Map.entry("app", "cluster"), Map.entry("db", "cluster"));
        assertThat(drift.path("changes")
                        .get(0)
                        .path("changedBy")
                        .path("manager")
                        .asText())
                .isEqualTo("night-shift");
        assertThat(drift.toString()).doesNotContain("something-else-altogether");
        String proposal = remote.id(DRIFT);
        assertThat(remote.id(DRIFT + "~1")).isEqualTo(remote.id(MAIN));
        assertThat(remote.text(DRIFT, "namespaces/" + namespace + "/core/configmaps/app.yaml"))
                .contains("colour: red");

        drift(1);
        assertThat(remote.id(DRIFT)).as("the same drift").isEqualTo(proposal);
        kubectl.run("patch", "configmap", "app", "-p", "{\"data\":{\"colour\":\"green\"}}");
        drift(1);
        assertThat(remote.id(DRIFT)).as("other drift").isNotEqualTo(proposal);
        assertThat(remote.id(DRIFT + "~1")).isEqualTo(remote.id(MAIN));

        remote.run("update-ref", MAIN, DRIFT);
        assertThat(drift(0).path("baseline").asText()).isEqualTo(remote.id(MAIN));
        assertThat(proposed()).as("there is nothing to propose").isFalse();
    }

    @Test
    void drift_that_is_not_accepted_is_reverted_by_a_restore_of_the_baseline() {
        configMap("app", "red");
        configMap("intruder", "black");
        kubectl.run("delete", "configmap", "other");
        assertThat(origins(drift(1)))
                .containsOnly(
                        Map.entry("app", "cluster"), Map.entry("intruder", "cluster"), Map.entry("other", "cluster"));
        tidemark.run("restore", "main", "--component", "apps", "--prune", "--yes")
                .exited(0);
        assertThat(kubectl.run("get", "configmap", "app", "-o", "jsonpath={.data.colour}"))
                .isEqualTo("blue");
        drift(0);
        assertThat(proposed()).isFalse();
    }

    @Test
    void what_people_write_into_the_baseline_is_wanted_and_needs_their_signature() throws IOException {
        Path desk = place.resolveSibling("desk");
        remote.run("clone", "-q", place.toString(), desk.toString());
        Path folder = desk.resolve("namespaces").resolve(namespace.name()).resolve("core/configmaps");
        Files.writeString(folder.resolve("app.yaml"), """
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: app
                  namespace: %s
                data:
                  colour: gold
                """.formatted(namespace));
        Files.writeString(folder.resolve("new.yaml"), """
                # written by a person
                kind: ConfigMap
                apiVersion: v1
                metadata: {namespace: "%s", name: new}
                data: {colour: white}
                """.formatted(namespace));
        Files.delete(folder.resolve("other.yaml"));
        Git git = new Git(desk);
        git.run("add", "-A");
        git.run("-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "-q", "-m", "Gold it is");
        git.run("push", "-q", "origin", "main");
        configMap("app", "red");

        tidemark.run("drift", "--component", "apps").exited(4);
        assertThat(origins(drift(1, "--allow-unsigned")))
                .containsOnly(Map.entry("app", "both"), Map.entry("new", "baseline"), Map.entry("other", "baseline"));
        assertThat(remote.text(DRIFT, "namespaces/" + namespace + "/core/configmaps/app.yaml"))
                .contains("colour: red");

        tidemark.run("restore", "main", "--component", "apps", "--prune", "--yes")
                .exited(4);
        tidemark.run("restore", "main", "--component", "apps", "--prune", "--yes", "--allow-unsigned")
                .exited(0);
        assertThat(kubectl.run("get", "configmap", "app", "-o", "jsonpath={.data.colour}"))
                .isEqualTo("gold");
        assertThat(kubectl.run("get", "configmap", "-o", "name"))
                .contains("new")
                .doesNotContain("other");
        drift(0, "--allow-unsigned");
    }

    @Test
    void drift_that_cannot_be_proposed_whole_is_not_proposed_and_what_is_in_the_way_is_named() {
        configMap("app", "red");
        drift(1);
        String proposal = remote.id(DRIFT);
        configMap("other", "correct-horse-battery");
        Answer answer = tidemark.run("drift", "--component", "apps").exited(3);
        assertThat(answer.err()).contains("drift/apps stays as it was", "withheld: configmap/other");
        JsonNode drift = drift(3);
        assertThat(drift.path("branch").path("current").asBoolean(true)).isFalse();
        assertThat(answer + drift.toString()).doesNotContain("correct-horse-battery");
        assertThat(remote.id(DRIFT)).isEqualTo(proposal);
        assertThat(new Git(tidemark.repository()).id(DRIFT)).isEqualTo(proposal);
    }

    @Test
    void commits_that_people_put_on_a_proposal_stay() {
        configMap("app", "red");
        drift(1);
        Path desk = place.resolveSibling("desk");
        remote.run("clone", "-q", "-b", "drift/apps", place.toString(), desk.toString());
        Git git = new Git(desk);
        git.run(
                "-c",
                "user.name=Ada",
                "-c",
                "user.email=ada@example.com",
                "commit",
                "-q",
                "--allow-empty",
                "-m",
                "Looks good");
        git.run("push", "-q", "origin", "drift/apps");
        String theirs = remote.id(DRIFT);
        configMap("app", "green");
        assertThat(tidemark.run("drift", "--component", "apps").exited(1).err()).contains("commits of people");
        assertThat(remote.id(DRIFT)).isEqualTo(theirs);
    }
}
