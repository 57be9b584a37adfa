package dev.tidemark.reconciler.scenario.answers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.reconciler.scenario.Git;
import dev.tidemark.reconciler.scenario.Sealing;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the verbs answer to people and to programs, after a Deployment, a Secret and two ConfigMaps were changed. */
@ExtendWith(ControlPlane.class)
class AnswersIT {

    private final Kubectl kubectl;
    private final Tidemark fresh;
    private final Namespace namespace;
    private Tidemark tidemark;

    AnswersIT(Kubectl kubectl, Tidemark fresh, Namespace namespace) {
        this.kubectl = kubectl.in(namespace);
        this.fresh = fresh;
        this.namespace = namespace;
    }

    @BeforeEach
    void take_a_snapshot() {
        kubectl.run("create", "deployment", "web", "--image=nginx:1.27", "--replicas=0");
        kubectl.run("create", "secret", "generic", "db", "--from-literal=password=correct-horse");
        kubectl.run("create", "configmap", "app", "--from-literal=colour=blue");
        tidemark = Sealing.init(fresh);
        snapshot();
    }

    private JsonNode snapshot() {
        return tidemark.json(0, "snapshot", "-n", namespace.name());
    }

    private String text(int exit, String... line) {
        return tidemark.run(line).exited(exit).out();
    }

    private static List<String> fields(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Columns are as wide as they need to be; one blank stands for any number of them. */
    private static String squeezed(String table) {
        return table.replaceAll(" +", " ");
    }

    /** The manager's name comes before kubectl-create: of two changes in one second the first in the list counts. */
    private void change_things() {
        kubectl.run("set", "image", "deployment/web", "nginx=nginx:1.28", "--field-manager=image-updater");
        kubectl.run("create", "configmap", "one", "--from-literal=a=1");
        kubectl.run("create", "configmap", "two", "--from-literal=a=2");
    }

    @Test
    void a_commit_says_what_changed_and_who_did_it() {
        change_things();
        snapshot();
        Git git = new Git(tidemark.repository());
        assertThat(git.run("log", "-1", "--format=%s"))
                .isEqualTo(namespace + ": Deployment web image nginx:1.27 -> 1.28, 2 ConfigMaps added");
        assertThat(git.run("log", "-1", "--format=%b"))
                .contains(
                        "+ configmap/one",
                        "+ configmap/two",
                        "~ deployment.apps/web  (image-updater, 20",
                        ".spec.template.spec.containers[nginx].image  nginx:1.27 -> nginx:1.28");
    }

    @Test
    void a_snapshot_answers_with_every_field_of_the_contract() {
        kubectl.run("create", "deployment", "pods", "--image=nginx:1.27", "--replicas=1");
        kubectl.run("wait", "deployment/pods", "--for=condition=Available", "--timeout=60s");
        JsonNode answer = snapshot();
        assertThat(fields(answer))
                .contains(
                        "commit",
                        "parent",
                        "tree",
                        "revision",
                        "consistent",
                        "changed",
                        "status",
                        "objects",
                        "added",
                        "modified",
                        "removed",
                        "coverage",
                        "skipped",
                        "notes",
                        "unsealed",
                        "artifacts",
                        "pushed",
                        "durationMs");
        assertThat(answer.path("skipped")).anySatisfy(skip -> {
            assertThat(skip.path("id").path("kind").asText()).isEqualTo("ReplicaSet");
            assertThat(skip.path("reason").asText()).isEqualTo("controller-owned");
        });
        assertThat(fields(answer.path("coverage").get(0)))
                .containsExactly("group", "resource", "scope", "state", "count", "reason");
        assertThat(text(0, "snapshot", "-n", namespace.name()))
                .startsWith("Nothing changed: ")
                .contains("Complete. One instant: revision ");
    }

    @Test
    void a_difference_to_the_cluster_is_told_from_the_snapshot_s_side() {
        kubectl.run("scale", "deployment/web", "--replicas=1");
        kubectl.run("patch", "secret/db", "-p", "{\"data\":{\"password\":\"d3Jvbmc=\"}}");
        kubectl.run("delete", "configmap/app");
        kubectl.run("create", "configmap", "extra", "--from-literal=a=1");
        String[] line = {"diff", "HEAD", "-n", namespace.name()};
        JsonNode answer = tidemark.json(1, line);
        assertThat(fields(answer)).containsExactly("from", "to", "revision", "changes", "incomplete");
        assertThat(answer.path("from").asText()).isEqualTo(new Git(tidemark.repository()).id("HEAD"));
        assertThat(answer.path("to").asText()).isEqualTo("live");
        assertThat(answer.path("revision").asLong()).isPositive();
        assertThat(answer.path("incomplete")).isEmpty();
        assertThat(answer.path("changes"))
                .extracting(c -> c.path("change").asText() + " "
                        + c.path("id").path("name").asText() + " " + c.path("fields"))
                .containsExactlyInAnyOrder(
                        "removed app []",
                        "added extra []",
                        "modified db [{\"path\":\"/data/password\",\"from\":\"<sealed>\",\"to\":\"<sealed>\"}]",
                        "modified web [{\"path\":\"/spec/replicas\",\"from\":0,\"to\":1}]");

        assertThat(squeezed(text(1, line)))
                .contains(
                        "~ deployment/web " + namespace + " .spec.replicas live 1 wanted 0",
                        "~ secret/db " + namespace + " .data.password live <sealed> wanted <sealed>",
                        "- configmap/app " + namespace + " missing in the cluster",
                        "+ configmap/extra " + namespace + " not in the snapshot",
                        "4 differences: 1 missing, 2 modified, 1 extra");
    }

    @Test
    void yaml_says_the_same_as_json() {
        kubectl.run("delete", "configmap/app");
        String[] line = {"diff", "HEAD", "-n", namespace.name(), "--kind", "configmaps"};
        JsonNode json = tidemark.json(1, line);
        JsonNode yaml =
                CanonicalYaml.read(text(1, "diff", "HEAD", "-n", namespace.name(), "--kind", "configmaps", "-o", "yaml")
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(yaml.path("changes")).isEqualTo(json.path("changes"));
        assertThat(yaml.path("from")).isEqualTo(json.path("from"));
    }

    @Test
    void the_history_of_one_object_is_a_line_for_each_change() {
        change_things();
        snapshot();
        kubectl.run("delete", "configmap/one");
        snapshot();
        String log = squeezed(text(0, "log", "deploy/web", "-n", namespace.name()));
        assertThat(log.lines()).hasSize(2);
        assertThat(log.lines().findFirst().orElseThrow())
                .matches("[0-9a-f]{7} \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d live/default Complete"
                        + " \\.spec\\.template\\.spec\\.containers\\[nginx\\]\\.image"
                        + " nginx:1\\.27 -> nginx:1\\.28 image-updater");
        assertThat(log.lines().toList().getLast()).endsWith("live/default Complete added");

        JsonNode json = tidemark.json(0, "log", "configmap/one", "-n", namespace.name());
        assertThat(json.path("commits"))
                .extracting(c -> c.path("changes").get(0).path("change").asText())
                .containsExactly("removed", "added");
        assertThat(fields(json.path("commits").get(0)))
                .contains("commit", "time", "component", "status", "subject", "changes");
    }

    @Test
    void a_snapshot_and_an_object_are_shown() {
        JsonNode summary = tidemark.json(0, "show", "HEAD");
        assertThat(fields(summary)).contains("commit", "time", "status", "coverage", "objects", "artifacts");
        assertThat(summary.path("status").asText()).isEqualTo("Complete");
        String path = "namespaces/" + namespace + "/apps/deployments/web.yaml";
        assertThat(text(0, "show", "HEAD", "deploy/web", "-n", namespace.name()))
                .isEqualTo(new Git(tidemark.repository()).text("HEAD", path));
        assertThat(text(0, "show", "HEAD", "secret/db", "-n", namespace.name()))
                .contains("kind: SealedSecret")
                .doesNotContain("correct-horse");
    }
}
