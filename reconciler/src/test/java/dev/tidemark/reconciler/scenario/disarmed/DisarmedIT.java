package dev.tidemark.reconciler.scenario.disarmed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.reconciler.scenario.Sealing;
import dev.tidemark.reconciler.scenario.Webhooks;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Since the snapshot somebody has installed what refuses every ConfigMap of the namespace, and one of them is gone. */
@ExtendWith(ControlPlane.class)
@Timeout(300)
class DisarmedIT {

    private final Kubectl cluster;
    private final Kubectl kubectl;
    private final Tidemark tidemark;
    private final Namespace namespace;
    private final Webhooks webhook;

    DisarmedIT(Kubectl cluster, Tidemark fresh, Namespace namespace) {
        this.cluster = cluster;
        this.kubectl = cluster.in(namespace);
        this.tidemark = Sealing.init(fresh);
        this.namespace = namespace;
        this.webhook = new Webhooks(cluster, namespace);
    }

    @BeforeEach
    void take_a_snapshot_and_lose_an_object() {
        kubectl.apply("""
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: app
                  labels: {scenario: %s}
                data:
                  colour: blue
                """.formatted(namespace));
        tidemark.json(0, "snapshot");
        kubectl.delete("configmap/app");
    }

    @AfterEach
    void let_the_namespace_go() {
        for (String kind : List.of(
                "validatingwebhookconfiguration", "validatingadmissionpolicybinding", "validatingadmissionpolicy")) {
            cluster.run("delete", kind, "check-" + namespace, "--ignore-not-found");
        }
    }

    /** Nobody answers it. */
    private void webhook() {
        webhook.arm("Fail", "CREATE, UPDATE", "configmaps");
    }

    private void policy() {
        cluster.apply("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata:
                  name: check-%1$s
                  labels: {scenario: %1$s}
                spec:
                  failurePolicy: Fail
                  matchConstraints:
                    namespaceSelector:
                      matchLabels: {kubernetes.io/metadata.name: %1$s}
                    resourceRules:
                    - apiGroups: [""]
                      apiVersions: [v1]
                      operations: [CREATE, UPDATE]
                      resources: [configmaps]
                  validations:
                  - expression: "false"
                ---
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicyBinding
                metadata:
                  name: check-%1$s
                  labels: {scenario: %1$s}
                spec:
                  policyName: check-%1$s
                  validationActions: [Deny]
                """.formatted(namespace));
    }

    private JsonNode restore(int exit, String... options) {
        return tidemark.json(
                exit,
                Stream.concat(Stream.of("restore", "HEAD", "-l", "scenario=" + namespace), Stream.of(options))
                        .toArray(String[]::new));
    }

    private static List<String> results(JsonNode answer) {
        return answer.path("results")
                .valueStream()
                .map(r -> r.path("outcome").asText() + " "
                        + r.path("id").path("kind").asText())
                .toList();
    }

    private static List<String> waves(JsonNode plan) {
        return plan.path("plan")
                .path("steps")
                .valueStream()
                .map(s -> s.path("wave").asText() + " " + s.path("action").asText() + " "
                        + s.path("id").path("kind").asText())
                .toList();
    }

    @Test
    void a_dead_webhook_that_is_to_be_pruned_goes_before_what_it_would_refuse() throws InterruptedException {
        webhook();
        webhook.awaitArmed();
        JsonNode plan = restore(1, "--prune", "--dry-run");
        assertThat(waves(plan)).containsExactly("1 delete ValidatingWebhookConfiguration", "7 create ConfigMap");
        JsonNode restored = restore(0, "--prune", "--yes");
        assertThat(results(restored)).containsExactly("deleted ValidatingWebhookConfiguration", "created ConfigMap");
        assertThat(restored.path("verify").path("equal").asBoolean()).isTrue();
        assertThat(waves(restore(0, "--prune", "--dry-run"))).containsExactly("7 unchanged ConfigMap");
    }

    @Test
    void an_undo_brings_the_dead_webhook_back_too() throws InterruptedException {
        webhook();
        webhook.awaitArmed();
        restore(0, "--prune", "--yes");
        assertThat(results(tidemark.json(0, "undo", "--yes", "--no-wait")))
                .containsExactly("created ValidatingWebhookConfiguration", "deleted ConfigMap");
    }

    @Test
    void a_policy_that_is_to_be_pruned_refuses_nothing_of_the_restore() throws InterruptedException {
        policy();
        webhook.awaitArmed();
        assertThat(results(restore(0, "--prune", "--yes")))
                .containsExactlyInAnyOrder(
                        "deleted ValidatingAdmissionPolicy",
                        "deleted ValidatingAdmissionPolicyBinding",
                        "created ConfigMap");
    }

    @Test
    void nor_a_change_which_it_has_denied_in_the_dry_run() throws InterruptedException {
        kubectl.apply("""
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: app
                  labels: {scenario: %s}
                data:
                  colour: red
                """.formatted(namespace));
        policy();
        webhook.awaitArmed();
        JsonNode plan = restore(1, "--prune", "--dry-run");
        assertThat(waves(plan)).contains("7 replace ConfigMap");
        assertThat(plan.path("plan").toString()).contains("change-unproven: denied by what is deleted before");
        assertThat(waves(restore(1, "--dry-run"))).as("it stays").contains("7 blocked ConfigMap");
        JsonNode restored = restore(0, "--prune", "--yes");
        assertThat(results(restored)).contains("updated ConfigMap");
        assertThat(restored.path("verify").path("equal").asBoolean()).isTrue();
    }

    @Test
    void without_a_prune_it_stays_armed_and_is_named() throws InterruptedException {
        webhook();
        webhook.awaitArmed();
        JsonNode restored = restore(3, "--yes");
        assertThat(results(restored)).containsExactly("blocked ConfigMap");
        assertThat(restored.path("results").toString()).contains("webhook check.tidemark.dev of service hook");
        assertThat(cluster.has("validatingwebhookconfiguration/check-" + namespace))
                .isTrue();
    }
}
