package dev.tidemark.reconciler.scenario.parked;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.reconciler.scenario.Sealing;
import dev.tidemark.reconciler.scenario.Webhooks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A webhook whose service is gone refuses every ConfigMap of the namespace; the rest must come back all the same. */
@ExtendWith(ControlPlane.class)
@Timeout(300)
class ParkedIT {

    private static final String NAMED = "webhook check.tidemark.dev of service hook in %s does not answer";

    private final Kubectl cluster;
    private final Kubectl kubectl;
    private final Tidemark tidemark;
    private final Namespace namespace;
    private final Webhooks webhook;
    private final String webhooks;

    ParkedIT(Kubectl cluster, Tidemark fresh, Namespace namespace) {
        this.cluster = cluster;
        this.kubectl = cluster.in(namespace);
        this.tidemark = Sealing.init(fresh);
        this.namespace = namespace;
        this.webhook = new Webhooks(cluster, namespace);
        this.webhooks = webhook.name();
    }

    @BeforeEach
    void make_the_application() {
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
                ---
                apiVersion: v1
                kind: Service
                metadata:
                  name: hook
                spec:
                  selector: {app: hook}
                  ports:
                  - port: 443
                """);
    }

    @AfterEach
    void let_the_namespace_go() {
        webhook.delete();
    }

    /** Nobody stands behind its service. */
    private void webhook(String failurePolicy) {
        webhook.arm(failurePolicy, "CREATE, UPDATE", "configmaps");
    }

    private static JsonNode result(JsonNode answer, String kind, String name) {
        return answer.path("results")
                .valueStream()
                .filter(r -> r.path("id").path("kind").asText().equals(kind)
                        && r.path("id").path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_webhook_that_is_none_of_the_restore_s_business_is_named_and_left_alone() throws InterruptedException {
        tidemark.json(0, "snapshot", "-n", namespace.name());
        kubectl.delete("configmap/app", "secret/db");
        webhook("Fail");
        webhook.awaitArmed();
        String before = cluster.get(webhooks).toString();
        JsonNode restored = tidemark.json(3, "restore", "HEAD", "-n", namespace.name(), "--yes");
        JsonNode refused = result(restored, "ConfigMap", "app");
        assertThat(refused.path("outcome").asText()).isEqualTo("blocked");
        assertThat(refused.path("reason").asText()).isEqualTo(NAMED.formatted(namespace));
        assertThat(result(restored, "Secret", "db").path("outcome").asText()).isEqualTo("created");
        assertThat(cluster.get(webhooks).toString()).isEqualTo(before);
    }

    @Test
    void a_change_that_cannot_be_tried_out_is_planned_and_named() throws InterruptedException {
        tidemark.json(0, "snapshot", "-n", namespace.name());
        kubectl.run("patch", "configmap/app", "-p", "{\"data\":{\"colour\":\"red\"}}");
        webhook("Fail");
        webhook.awaitArmed();
        assertThat(tidemark.run("restore", "HEAD", "-n", namespace.name(), "--dry-run")
                        .exited(1)
                        .out())
                .contains("replace", "change-unproven: " + NAMED.formatted(namespace));
        JsonNode restored = tidemark.json(3, "restore", "HEAD", "-n", namespace.name(), "--yes");
        assertThat(result(restored, "ConfigMap", "app").path("reason").asText()).isEqualTo(NAMED.formatted(namespace));
    }

    @Test
    void what_a_webhook_of_the_same_restore_refuses_is_tried_again_when_it_is_as_it_was() throws InterruptedException {
        webhook("Ignore");
        tidemark.json(0, "snapshot");
        kubectl.delete("configmap/app");
        webhook("Fail");
        webhook.awaitArmed();
        JsonNode restored =
                tidemark.json(0, "restore", "HEAD", "configmap/app", webhooks, "-n", namespace.name(), "--yes");
        assertThat(result(restored, "ConfigMap", "app").path("outcome").asText())
                .isEqualTo("created");
        assertThat(restored.path("verify").path("equal").asBoolean()).isTrue();
    }

    @Test
    void a_pod_whose_priority_class_is_missing_is_named_by_it() {
        cluster.apply("""
                apiVersion: scheduling.k8s.io/v1
                kind: PriorityClass
                metadata:
                  name: high-%s
                value: 1000
                """.formatted(namespace));
        kubectl.apply("""
                apiVersion: v1
                kind: Pod
                metadata:
                  name: shell
                spec:
                  priorityClassName: high-%s
                  containers:
                  - name: shell
                    image: busybox:1.36
                    command: [sleep, infinity]
                """.formatted(namespace));
        tidemark.json(0, "snapshot", "-n", namespace.name());
        kubectl.run("delete", "pod/shell", "--force", "--grace-period=0");
        cluster.delete("priorityclass/high-" + namespace);
        JsonNode restored = tidemark.json(3, "restore", "HEAD", "-n", namespace.name(), "--yes");
        JsonNode pod = result(restored, "Pod", "shell");
        assertThat(pod.path("outcome").asText()).isEqualTo("failed");
        assertThat(pod.path("reason").asText())
                .isEqualTo("no PriorityClass with name high-" + namespace + " was found");
    }

    @Test
    void what_a_quota_has_no_room_for_comes_back_when_the_prune_has_made_room() {
        kubectl.apply("""
                apiVersion: v1
                kind: ResourceQuota
                metadata:
                  name: small
                spec:
                  hard: {count/configmaps: "2"}
                """);
        tidemark.json(0, "snapshot", "-n", namespace.name());
        kubectl.delete("configmap/app");
        kubectl.run("create", "configmap", "intruder");
        JsonNode restored = tidemark.json(0, "restore", "HEAD", "-n", namespace.name(), "--prune", "--yes");
        assertThat(result(restored, "ConfigMap", "app").path("outcome").asText())
                .isEqualTo("created");
        assertThat(result(restored, "ConfigMap", "intruder").path("outcome").asText())
                .isEqualTo("deleted");
    }
}
