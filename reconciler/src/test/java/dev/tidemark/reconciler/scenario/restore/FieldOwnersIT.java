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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Server-side apply keeps what anybody owns, and so what a restore itself has written before: equal is equal all the same. */
@ExtendWith(ControlPlane.class)
class FieldOwnersIT {

    private final Kubectl kubectl;
    private final Tidemark fresh;
    private final Namespace namespace;
    private Tidemark tidemark;

    FieldOwnersIT(Kubectl kubectl, Tidemark fresh, Namespace namespace) {
        this.kubectl = kubectl.in(namespace);
        this.fresh = fresh;
        this.namespace = namespace;
    }

    @BeforeEach
    void make_a_repository() {
        tidemark = Sealing.init(fresh);
    }

    private String snapshot() {
        return tidemark.json(0, "snapshot", "-n", namespace.name())
                .path("commit")
                .asText();
    }

    private void restoredEqual(String commit) {
        JsonNode restored = tidemark.json(0, "restore", commit, "-n", namespace.name(), "--yes", "--no-wait");
        assertThat(restored.at("/verify/equal").asBoolean()).isTrue();
        assertThat(restored.at("/verify/residual")).isEmpty();
        tidemark.run("restore", commit, "-n", namespace.name(), "--dry-run").exited(0);
    }

    @Test
    void what_an_earlier_restore_wrote_goes_when_a_later_one_lacks_it() {
        kubectl.run("create", "configmap", "app", "--from-literal=colour=blue");
        String before = snapshot();
        patch("configmap/app", "{\"data\":{\"size\":\"12\"}}");
        String after = snapshot();
        patch("configmap/app", "{\"data\":{\"extra\":\"x\",\"size\":\"13\"}}");
        restoredEqual(after);
        restoredEqual(before);
        restoredEqual(after);
        restoredEqual(before);
        assertThat(kubectl.get("configmap/app").path("data").toString()).isEqualTo("{\"colour\":\"blue\"}");
    }

    @Test
    void a_list_that_holds_a_key_twice_comes_back_with_both(@TempDir Path folder) throws IOException {
        Path manifest = Files.writeString(folder.resolve("twice.yaml"), """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      containers:
                      - {name: web, image: "web:1", env: [{name: A, value: "1"}, {name: B, value: b}, {name: A, value: "2"}]}
                """);
        kubectl.run("create", "-f", manifest.toString());
        String commit = snapshot();
        kubectl.run("set", "image", "deployment/web", "web=web:2");
        restoredEqual(commit);
        kubectl.delete("deployment/web");
        restoredEqual(commit);
        assertThat(kubectl.get("deployment/web")
                        .at("/spec/template/spec/containers/0/env")
                        .toString())
                .isEqualTo(
                        "[{\"name\":\"A\",\"value\":\"1\"},{\"name\":\"B\",\"value\":\"b\"},{\"name\":\"A\",\"value\":\"2\"}]");
    }

    @Test
    void a_default_that_somebody_changed_goes_back() {
        kubectl.apply("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec: {containers: [{name: web, image: "web:1"}]}
                """);
        String commit = snapshot();
        patch(
                "deployment/web",
                "{\"spec\":{\"revisionHistoryLimit\":3,\"template\":{\"spec\":{\"dnsPolicy\":\"Default\"}}}}");
        restoredEqual(commit);
        assertThat(kubectl.get("deployment/web")
                        .at("/spec/revisionHistoryLimit")
                        .asInt())
                .isEqualTo(10);
    }

    private void patch(String object, String merge) {
        kubectl.run("patch", object, "--type=merge", "--field-manager=somebody", "-p", merge);
    }
}
