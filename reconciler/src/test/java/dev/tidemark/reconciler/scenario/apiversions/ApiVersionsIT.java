package dev.tidemark.reconciler.scenario.apiversions;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A snapshot is older, or newer, than the cluster's API versions. What can be said in a version of now is brought back in
 * that; what cannot is named.
 */
@ExtendWith(ControlPlane.class)
class ApiVersionsIT {

    private final Kubectl kubectl;
    private final Namespace namespace;
    private final String group;
    private final Tidemark fresh;
    private Tidemark tidemark;

    ApiVersionsIT(Kubectl kubectl, Tidemark fresh, Namespace namespace) {
        this.kubectl = kubectl.in(namespace);
        this.fresh = fresh;
        this.namespace = namespace;
        this.group = namespace + ".example.com";
    }

    @BeforeEach
    void make_a_repository() {
        tidemark = Sealing.init(fresh);
    }

    @AfterEach
    void remove_the_definition() {
        kubectl.run("delete", "crd", "gadgets." + group, "--ignore-not-found", "--wait=false");
    }

    private String[] restore(String... words) {
        return Stream.concat(
                        Stream.of("restore", "HEAD", "-n", namespace.name(), "--allow-unsigned", "--yes"),
                        Stream.of(words))
                .toArray(String[]::new);
    }

    private static List<String> outcomes(JsonNode answer) {
        return StreamSupport.stream(answer.path("results").spliterator(), false)
                .filter(r -> !r.path("outcome").asText().equals("unchanged"))
                .map(r -> r.path("outcome").asText() + " "
                        + r.path("id").path("name").asText())
                .toList();
    }

    /** As if the snapshot had been taken when objects were written in another version. */
    private void wasWritten(String file, String now, String then) throws IOException {
        Path manifest = tidemark.repository().resolve("namespaces/" + namespace + "/" + file);
        String yaml = Files.readString(manifest);
        assertThat(yaml).contains(now);
        Files.writeString(manifest, yaml.replace(now, then));
        new Git(tidemark.repository())
                .run("-c", "user.name=then", "-c", "user.email=then@example.com", "commit", "-qam", "As it was then");
    }

    @Test
    void removed_versions_come_back_as_those_that_replaced_them() throws IOException {
        kubectl.apply("""
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata:
                  name: web
                spec:
                  minAvailable: 1
                  selector:
                    matchLabels: {app: web}
                ---
                apiVersion: batch/v1
                kind: CronJob
                metadata:
                  name: report
                spec:
                  schedule: "0 4 * * *"
                  suspend: true
                  jobTemplate:
                    spec:
                      template:
                        spec:
                          restartPolicy: Never
                          containers:
                          - {name: report, image: shop}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: web
                spec:
                  replicas: 0
                  selector:
                    matchLabels: {app: web}
                  template:
                    metadata:
                      labels: {app: web}
                    spec:
                      containers:
                      - {name: web, image: shop}
                """);
        tidemark.json(0, "snapshot", "-n", namespace.name());
        wasWritten("policy/poddisruptionbudgets/web.yaml", "policy/v1", "policy/v1beta1");
        wasWritten("batch/cronjobs/report.yaml", "batch/v1", "batch/v1beta1");
        wasWritten("apps/deployments/web.yaml", "apps/v1", "extensions/v1beta1");
        assertThat(outcomes(tidemark.json(0, restore())))
                .as("what is there already is the same in either version")
                .isEmpty();

        kubectl.delete("pdb/web", "cronjob/report", "deployment/web");
        JsonNode restored = tidemark.json(0, restore("--prune"));
        assertThat(outcomes(restored)).containsExactlyInAnyOrder("created web", "created report", "created web");
        assertThat(restored.path("verify").path("equal").asBoolean()).isTrue();
        assertThat(restored.path("verify").path("residual")).isEmpty();
        assertThat(restored.path("verify").path("extra")).isEmpty();
        assertThat(kubectl.get("pdb/web").at("/spec/minAvailable").asInt()).isEqualTo(1);
        assertThat(outcomes(tidemark.json(0, restore("--prune")))).isEmpty();

        kubectl.run("patch", "cronjob/report", "-p", "{\"spec\":{\"schedule\":\"1 1 * * *\"}}");
        assertThat(outcomes(tidemark.json(0, restore()))).containsExactly("updated report");
        assertThat(kubectl.get("cronjob/report").at("/spec/schedule").asText()).isEqualTo("0 4 * * *");
        assertThat(outcomes(tidemark.json(0, "undo", "--yes", "--allow-unsigned")))
                .containsExactly("updated report");
        assertThat(kubectl.get("cronjob/report").at("/spec/schedule").asText()).isEqualTo("1 1 * * *");
    }

    @Test
    void a_version_that_nothing_converts_is_named_and_the_rest_comes_back() throws IOException {
        kubectl.run("create", "configmap", "app", "--from-literal=colour=blue");
        kubectl.run("create", "configmap", "old", "--from-literal=colour=blue");
        tidemark.json(0, "snapshot", "-n", namespace.name());
        wasWritten("core/configmaps/old.yaml", "apiVersion: v1", "apiVersion: v1beta3");
        kubectl.delete("configmap/app");
        JsonNode restored = tidemark.json(3, restore());
        assertThat(outcomes(restored)).containsExactlyInAnyOrder("created app", "blocked old");
        assertThat(restored.path("results").toString()).contains("unrestorable-version: v1beta3 is not served");
        assertThat(restored.path("plan").path("steps").toString()).contains("\"action\":\"unrestorable\"");
    }

    /** A definition whose versions are each {@code name served storage field}. */
    private String definition(String... versions) {
        StringBuilder yaml = new StringBuilder("""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata:
                  name: gadgets.%1$s
                spec:
                  group: %1$s
                  scope: Namespaced
                  names: {kind: Gadget, plural: gadgets}
                  versions:
                """.formatted(group));
        for (String version : versions) {
            String[] words = version.split(" ", -1);
            yaml.append("""
                    - name: %s
                      served: %s
                      storage: %s
                      schema:
                        openAPIV3Schema:
                          type: object
                          properties:
                            spec:
                              type: object
                              properties:
                                %s: {type: integer}
                    """.formatted((Object[]) words).indent(2));
        }
        return yaml.toString();
    }

    private void define(String... versions) {
        kubectl.apply(definition(versions));
        kubectl.run("wait", "crd/gadgets." + group, "--for=condition=Established", "--timeout=30s");
        for (String version : versions) {
            String[] words = version.split(" ", -1);
            if (words[1].equals("true")) {
                awaitServed(words[0]);
            }
        }
    }

    private void awaitServed(String version) {
        String path = "/apis/" + group + "/" + version + "/gadgets";
        boolean served = false;
        for (int tries = 0; tries < 100 && !served; tries++) {
            served = kubectl.attempt("get", "--raw", path).out().contains("items");
        }
        assertThat(served).as(path).isTrue();
    }

    private void makeGadget() {
        kubectl.apply("""
                apiVersion: %s/v1alpha1
                kind: Gadget
                metadata:
                  name: one
                spec:
                  size: 3
                """.formatted(group));
    }

    @Test
    void a_custom_resource_comes_back_in_another_version_that_takes_it_as_it_is() {
        define("v1alpha1 true true size");
        makeGadget();
        tidemark.json(0, "snapshot", "-n", namespace.name());
        define("v1alpha1 false false size", "v1 true true size");
        kubectl.delete("gadgets." + group, "one");
        JsonNode restored = tidemark.json(0, restore());
        assertThat(outcomes(restored)).containsExactly("created one");
        assertThat(restored.path("verify").path("equal").asBoolean()).isTrue();
        JsonNode gadget = kubectl.get("gadgets." + group, "one");
        assertThat(gadget.path("apiVersion").asText()).isEqualTo(group + "/v1");
        assertThat(gadget.at("/spec/size").asInt()).isEqualTo(3);
        assertThat(outcomes(tidemark.json(0, restore()))).isEmpty();
    }

    @Test
    void a_custom_resource_that_the_other_version_would_cut_short_is_not_written() {
        define("v1alpha1 true true size");
        makeGadget();
        tidemark.json(0, "snapshot", "-n", namespace.name());
        define("v1alpha1 false false size", "v1 true true weight");
        kubectl.delete("gadgets." + group, "one");
        JsonNode restored = tidemark.json(3, restore());
        assertThat(outcomes(restored)).containsExactly("blocked one");
        assertThat(restored.path("results").toString())
                .contains("unrestorable-version: " + group + "/v1alpha1 is not served", "spec.size");
        assertThat(kubectl.has("gadgets." + group, "one")).isFalse();
    }

    @Test
    void a_definition_brings_the_version_that_its_objects_need() {
        define("v1alpha1 true true size");
        makeGadget();
        tidemark.json(0, "snapshot", "crd/gadgets." + group, "gadgets." + group + "/one");
        define("v1alpha1 false false size", "v1 true true weight");
        String[] restore = {
            "restore", "HEAD", "crd/gadgets." + group, "gadgets." + group + "/one", "-n", namespace.name(), "--yes"
        };
        kubectl.delete("gadgets." + group, "one");
        JsonNode restored = tidemark.json(0, restore);
        assertThat(outcomes(restored)).containsExactly("updated gadgets." + group, "created one");
        assertThat(kubectl.get("crd", "gadgets." + group).at("/spec/versions").toString())
                .as("the version in which objects are stored is kept, but not stored in")
                .contains("\"name\":\"v1\"", "\"weight\"");
        assertThat(restored.path("verify").path("residual").toString()).contains("/spec/versions", "expected-residual");
        assertThat(restored.path("verify").path("equal").asBoolean()).isTrue();
        assertThat(outcomes(tidemark.json(0, restore))).isEmpty();
    }
}
