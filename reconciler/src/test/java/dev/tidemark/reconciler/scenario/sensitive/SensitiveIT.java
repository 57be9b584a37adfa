package dev.tidemark.reconciler.scenario.sensitive;

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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A ConfigMap and a custom resource hold passwords, and the policy says where: they are sealed whole, and come back. */
@ExtendWith(ControlPlane.class)
class SensitiveIT {

    private static final String CANARY = "canary-" + UUID.randomUUID();
    private static final List<String> FORMS =
            List.of(CANARY, Base64.getEncoder().encodeToString(CANARY.getBytes(StandardCharsets.UTF_8)));

    private static final String DEFINITION = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: databases.sensitive.example.com}
            spec:
              group: sensitive.example.com
              names: {kind: Database, plural: databases, singular: database}
              scope: Namespaced
              versions:
              - name: v1
                served: true
                storage: true
                schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
            """;

    private final Kubectl kubectl;
    private final Tidemark fresh;
    private final Namespace namespace;
    private final List<Answer> answers = new ArrayList<>();
    private Tidemark tidemark;
    private Git git;

    SensitiveIT(Kubectl kubectl, Tidemark fresh, Namespace namespace) {
        this.kubectl = kubectl.in(namespace);
        this.fresh = fresh;
        this.namespace = namespace;
    }

    @BeforeEach
    void put_passwords_where_none_belong() throws IOException {
        kubectl.apply(DEFINITION);
        kubectl.run("wait", "crd/databases.sensitive.example.com", "--for=condition=Established", "--timeout=60s");
        kubectl.apply("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: app, labels: {app: shop}}
                data: {password: %s, colour: blue}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: open}
                data: {colour: green}
                ---
                apiVersion: sensitive.example.com/v1
                kind: Database
                metadata: {name: main}
                spec:
                  env:
                  - {name: DB_PASSWORD, value: %s}
                  - {name: SIZE, value: large}
                """.formatted(CANARY, CANARY));
        tidemark = Sealing.init(fresh, "--policy", Policies.with("""
                  secrets:
                    sensitive:
                    - kinds: [configmaps]
                      fields: [.data.password]
                    - kinds: [databases.sensitive.example.com]
                      fields: ['.spec.env[DB_PASSWORD].value']
                """, namespace).toString());
        git = new Git(tidemark.repository());
    }

    @AfterEach
    void take_the_type_away() {
        kubectl.delete("crd/databases.sensitive.example.com");
    }

    private Answer run(int exit, String... arguments) {
        Answer answer = tidemark.run(arguments).exited(exit);
        answers.add(answer);
        return answer;
    }

    private JsonNode json(int exit, String... arguments) {
        List<String> words = new ArrayList<>(List.of(arguments));
        words.addAll(List.of("-o", "json"));
        return run(exit, words.toArray(String[]::new)).json();
    }

    private String path(String rest) {
        return "namespaces/" + namespace + "/" + rest;
    }

    private void the_word_is_nowhere() {
        answers.forEach(answer -> assertThat(answer.toString()).doesNotContain(FORMS));
        assertThat(git.run("cat-file", "--batch-all-objects", "--batch", "--unordered"))
                .hasSizeGreaterThan(1000)
                .doesNotContain(FORMS);
    }

    @Test
    void what_is_sealed_whole_comes_back_and_nobody_has_read_it() {
        run(0, "snapshot", "-v");
        assertThat(git.files("HEAD").keySet())
                .contains(
                        "sealed/" + path("core/configmaps/app.yaml"),
                        "sealed/" + path("sensitive.example.com/databases/main.yaml"),
                        path("core/configmaps/open.yaml"))
                .doesNotContain(path("core/configmaps/app.yaml"), path("sensitive.example.com/databases/main.yaml"));
        assertThat(json(0, "snapshot", "--component", "apps").path("changed").asBoolean())
                .isFalse();
        run(0, "diff");
        run(0, "verify");

        kubectl.run("patch", "configmap/app", "-p", "{\"data\":{\"password\":\"" + CANARY + "-2\"}}");
        JsonNode change = json(1, "diff").path("changes").path(0);
        assertThat(change.path("id").path("name").asText()).isEqualTo("app");
        assertThat(change.path("fields")).hasSize(1);
        assertThat(change.path("fields").path(0).path("from").asText()).isEqualTo("<sealed>");
        run(1, "diff");
        run(1, "restore", "HEAD", "--dry-run", "-v");
        JsonNode step = json(1, "restore", "HEAD", "--dry-run", "configmap/app", "-n", namespace.name())
                .path("plan")
                .path("steps")
                .path(0);
        assertThat(step.path("fields").path(0).path("path").asText()).isEqualTo("/data/password");
        assertThat(step.path("fields").path(0).path("to").asText()).isEqualTo("<sealed>");
        run(0, "snapshot", "-v");
        run(0, "log", "configmap/app", "-n", namespace.name());
        run(0, "show", "HEAD", "configmap/app", "-n", namespace.name());
        JsonNode app = kubectl.get("configmap/app");
        JsonNode main = kubectl.get("databases.sensitive.example.com/main");

        kubectl.delete("configmap/app", "databases.sensitive.example.com/main");
        run(0, "restore", "HEAD", "--yes", "-v");
        assertThat(kubectl.get("configmap/app").path("data")).isEqualTo(app.path("data"));
        assertThat(kubectl.get("configmap/app").path("metadata").path("labels"))
                .isEqualTo(app.path("metadata").path("labels"));
        assertThat(kubectl.get("databases.sensitive.example.com/main").path("spec"))
                .isEqualTo(main.path("spec"));
        run(0, "restore", "HEAD", "--dry-run");
        run(0, "restore", "HEAD~1", "-n", namespace.name(), "-l", "app=shop", "--prune", "--yes");
        assertThat(kubectl.get("configmap/app").path("data").path("password").asText())
                .isEqualTo(CANARY);
        run(0, "undo", "--yes");
        assertThat(kubectl.get("configmap/app").path("data")).isEqualTo(app.path("data"));
        the_word_is_nowhere();
    }

    @Test
    void the_server_s_refusal_does_not_repeat_a_value() {
        run(0, "snapshot");
        kubectl.apply("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: app, labels: {app: shop}}
                immutable: true
                data: {password: other, colour: blue}
                """);
        run(3, "restore", "HEAD", "--yes", "-v");
        the_word_is_nowhere();
    }

    @Test
    void who_is_allowed_to_see_an_object_sees_it() {
        run(0, "snapshot");
        String[] show = {"show", "HEAD", "configmap/app", "-n", namespace.name(), "--unseal"};
        run(4, show);
        assertThat(tidemark.run("show", "HEAD", "configmap/app", "-n", namespace.name(), "--unseal", "--yes")
                        .exited(0)
                        .out())
                .contains("password: " + CANARY)
                .startsWith("apiVersion: v1\nkind: ConfigMap\n");
        String file = tidemark.repository()
                .resolve("sealed/" + path("core/configmaps/app.yaml"))
                .toString();
        assertThat(tidemark.run("unseal", "-f", file).exited(0).out()).contains("password: " + CANARY);
    }

    @Test
    void without_a_certificate_it_is_left_out_and_named() throws IOException {
        Files.delete(tidemark.keys().resolve("sealing.crt"));
        assertThat(json(3, "snapshot", "--component", "apps").path("unsealed"))
                .extracting(id -> id.path("name").asText())
                .containsExactlyInAnyOrder("app", "main");
        the_word_is_nowhere();
    }

    @Test
    void an_object_moves_when_its_field_is_sensitive_no_more() throws IOException {
        run(0, "snapshot");
        Path open = Policies.of(namespace);
        assertThat(json(0, "--policy", open.toString(), "diff").path("changes")).isEmpty();
        JsonNode moved = tidemark.json(0, "--policy", open.toString(), "snapshot", "--component", "apps");
        assertThat(moved.path("modified").asInt()).isEqualTo(2);
        assertThat(moved.path("added").asInt() + moved.path("removed").asInt()).isZero();
        assertThat(git.files("HEAD").keySet())
                .contains(path("core/configmaps/app.yaml"))
                .noneMatch(file -> file.startsWith("sealed/"));
        assertThat(tidemark.json(1, "diff", "HEAD~1", "HEAD").path("changes"))
                .extracting(change -> change.path("change").asText())
                .containsExactly("modified", "modified");
        assertThat(tidemark.json(0, "restore", "HEAD~1", "--dry-run")
                        .path("plan")
                        .path("steps"))
                .extracting(s -> s.path("action").asText())
                .containsOnly("unchanged");
    }

    @Test
    void a_type_that_is_misspelt_would_leave_its_objects_in_plain_text() throws IOException {
        Path misspelt = Policies.with("""
                  secrets:
                    sensitive:
                    - {kinds: [configmpas], fields: [.data.password]}
                """, namespace);
        Answer refused = run(2, "--policy", misspelt.toString(), "snapshot");
        assertThat(refused.err()).contains("no resource type is called configmpas");
        the_word_is_nowhere();
    }
}
