package dev.tidemark.reconciler.scenario.dependencies;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.reconciler.scenario.Sealing;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * An engineer brings a Deployment back alone. What its Pods need is gone as well: the restore says so, and brings it along
 * where it is told to.
 */
@ExtendWith(ControlPlane.class)
class DependenciesIT {

    private final Kubectl kubectl;
    private final Tidemark fresh;
    private final Namespace namespace;
    private final String definition;
    private Tidemark tidemark;

    DependenciesIT(Kubectl kubectl, Tidemark fresh, Namespace namespace) {
        this.kubectl = kubectl.in(namespace);
        this.fresh = fresh;
        this.namespace = namespace;
        this.definition = "gadgets." + namespace + ".example.com";
    }

    @BeforeEach
    void make_a_shop() {
        kubectl.apply("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: app}
                data: {colour: blue}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: registry}
                type: kubernetes.io/dockerconfigjson
                data: {.dockerconfigjson: e30=}
                ---
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: shop}
                imagePullSecrets: [{name: registry}]
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: other}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  replicas: 0
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      serviceAccountName: shop
                      containers:
                      - name: web
                        image: shop
                        envFrom: [{configMapRef: {name: app}}, {configMapRef: {name: none-such}}]
                """);
        tidemark = Sealing.init(fresh);
    }

    @AfterEach
    void remove_the_definition() {
        kubectl.run("delete", "crd", definition, "--ignore-not-found", "--wait=false");
    }

    private String[] restoreWeb(String... words) {
        return Stream.concat(
                        Stream.of("restore", "HEAD", "deploy/web", "-n", namespace.name(), "--yes"), Stream.of(words))
                .toArray(String[]::new);
    }

    private static List<String> outcomes(JsonNode answer) {
        return StreamSupport.stream(answer.path("results").spliterator(), false)
                .map(r -> r.path("outcome").asText() + " "
                        + r.path("id").path("kind").asText() + " "
                        + r.path("id").path("name").asText())
                .toList();
    }

    @Test
    void what_is_lacking_is_named_and_left_alone() {
        tidemark.json(0, "snapshot", "-n", namespace.name());
        kubectl.delete("deployment/web", "configmap/app", "configmap/other", "serviceaccount/shop", "secret/registry");
        String lacking = "which is not selected and not in the cluster";
        assertThat(tidemark.run(restoreWeb("--dry-run")).exited(1).out())
                .contains(
                        "needs configmap/app, " + lacking,
                        "needs serviceaccount/shop, " + lacking,
                        "needs configmap/none-such, " + lacking + ", nor in the snapshot");
        JsonNode restored = tidemark.json(0, restoreWeb());
        assertThat(outcomes(restored)).containsExactly("created Deployment web");
        assertThat(restored.at("/results/0/notes").toString()).contains("needs configmap/app, " + lacking);
        assertThat(kubectl.has("configmap/app")).isFalse();
    }

    @Test
    void it_comes_along_where_that_is_asked_for_and_goes_again_with_an_undo() {
        tidemark.json(0, "snapshot", "-n", namespace.name());
        kubectl.delete("deployment/web", "configmap/app", "configmap/other", "serviceaccount/shop", "secret/registry");
        JsonNode restored = tidemark.json(0, restoreWeb("--with-dependencies"));
        assertThat(outcomes(restored))
                .as("and so does what that needs in turn, but nothing else")
                .containsExactlyInAnyOrder(
                        "created ConfigMap app",
                        "created Secret registry",
                        "created ServiceAccount shop",
                        "created Deployment web");
        assertThat(restored.path("verify").path("equal").asBoolean()).isTrue();
        assertThat(restored.path("plan").path("steps").toString()).contains("needed by deployment.apps/web");
        assertThat(outcomes(tidemark.json(0, restoreWeb("--with-dependencies"))))
                .containsExactly("unchanged Deployment web");

        JsonNode undone = tidemark.json(0, "undo", "--yes");
        assertThat(outcomes(undone))
                .containsExactlyInAnyOrder(
                        "deleted ConfigMap app",
                        "deleted Secret registry",
                        "deleted ServiceAccount shop",
                        "deleted Deployment web");
        assertThat(kubectl.has("configmap/app")).isFalse();
    }

    @Test
    void what_somebody_changed_since_stays_when_the_restore_is_undone() {
        tidemark.json(0, "snapshot", "-n", namespace.name());
        kubectl.delete("deployment/web", "configmap/app");
        tidemark.json(0, restoreWeb("--with-dependencies"));
        kubectl.run("patch", "configmap/app", "-p", "{\"data\":{\"colour\":\"red\"}}");
        JsonNode undone = tidemark.json(3, "undo", "--yes");
        assertThat(outcomes(undone)).containsExactlyInAnyOrder("blocked ConfigMap app", "deleted Deployment web");
        assertThat(kubectl.has("configmap/app")).isTrue();
    }

    @Test
    void an_object_in_a_lost_namespace_brings_the_namespace() {
        tidemark.json(0, "snapshot", "-n", namespace.name());
        kubectl.delete("namespace", namespace.name());
        JsonNode restored = tidemark.json(
                0, "restore", "HEAD", "configmap/other", "-n", namespace.name(), "--yes", "--with-dependencies");
        assertThat(outcomes(restored)).containsExactly("created Namespace " + namespace, "created ConfigMap other");
    }

    @Test
    void a_custom_resource_brings_its_definition() {
        kubectl.apply("""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: %1$s}
                spec:
                  group: %2$s.example.com
                  scope: Namespaced
                  names: {kind: Gadget, plural: gadgets}
                  versions:
                  - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
                """.formatted(definition, namespace));
        kubectl.run("wait", "crd/" + definition, "--for=condition=Established", "--timeout=30s");
        kubectl.apply("""
                apiVersion: %s.example.com/v1
                kind: Gadget
                metadata: {name: one}
                """.formatted(namespace));
        tidemark.json(0, "snapshot", "crd/" + definition, definition + "/one");
        kubectl.delete("crd", definition);
        String[] restore = {"restore", "HEAD", definition + "/one", "-n", namespace.name(), "--yes"};
        JsonNode without = tidemark.json(3, restore);
        assertThat(without.path("results").toString()).contains("type-missing", "--with-dependencies");
        JsonNode with = tidemark.json(
                0,
                Stream.concat(Stream.of(restore), Stream.of("--with-dependencies"))
                        .toArray(String[]::new));
        assertThat(outcomes(with))
                .containsExactly("created CustomResourceDefinition " + definition, "created Gadget one");
        assertThat(with.path("verify").path("equal").asBoolean()).isTrue();
    }
}
