package dev.tidemark.reconciler.scenario.deadwebhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Deploy;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.Program;
import dev.tidemark.reconciler.kit.TestCluster;
import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.reconciler.scenario.Sealing;
import dev.tidemark.reconciler.scenario.Webhooks;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A webhook checks every Pod and ConfigMap of its namespace, its own server's Pods among them, and refuses what it cannot check. */
@ExtendWith(ControlPlane.class)
@Timeout(300)
class DeadWebhookIT {

    private static final String CA_BUNDLE = """
            [{"op": "add", "path": "/webhooks/0/clientConfig/caBundle", "value":
              "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1BPT0KLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo="}]""";

    private final TestCluster testCluster;
    private final Kubectl cluster;
    private final Kubectl kubectl;
    private final Tidemark tidemark;
    private final Namespace namespace;
    private final Webhooks webhook;
    private final String webhooks;

    DeadWebhookIT(TestCluster testCluster, Kubectl cluster, Tidemark fresh, Namespace namespace) {
        this.testCluster = testCluster;
        this.cluster = cluster;
        this.kubectl = cluster.in(namespace);
        this.tidemark = Sealing.init(fresh);
        this.namespace = namespace;
        this.webhook = new Webhooks(cluster, namespace);
        this.webhooks = webhook.name();
    }

    @BeforeEach
    void make_a_webhook_with_its_server() {
        kubectl.apply("""
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: app
                  labels: {scenario: %1$s}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: hook
                  labels: {scenario: %1$s}
                spec:
                  selector:
                    matchLabels: {app: hook}
                  template:
                    metadata:
                      labels: {app: hook}
                    spec:
                      containers:
                      - name: hook
                        image: hook:1
                ---
                apiVersion: v1
                kind: Service
                metadata:
                  name: hook
                  labels: {scenario: %1$s}
                spec:
                  selector: {app: hook}
                  ports:
                  - port: 443
                """.formatted(namespace));
        kubectl.run("wait", "deployment/hook", "--for=condition=Available", "--timeout=60s");
        webhook.arm("Fail", "CREATE", "pods, configmaps");
        cluster.run("patch", webhooks, "--type=json", "-p", CA_BUNDLE);
        tidemark.json(0, "snapshot", "-l", "scenario=" + namespace);
    }

    @AfterEach
    void let_the_namespace_go() {
        webhook.delete();
    }

    private void awaitSilence() throws InterruptedException {
        while (kubectl.get("endpointslices", "-l", "kubernetes.io/service-name=hook")
                .path("items")
                .valueStream()
                .anyMatch(slice -> !slice.path("endpoints").isEmpty())) {
            Thread.sleep(Duration.ofMillis(50));
        }
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

    private String uid() {
        return cluster.get(webhooks).path("metadata").path("uid").asText();
    }

    private JsonNode configured() {
        return cluster.get(webhooks).path("webhooks");
    }

    @Test
    void a_webhook_whose_own_server_is_gone_does_not_lock_it_out() throws InterruptedException {
        JsonNode before = configured();
        kubectl.delete("deployment/hook");
        awaitSilence();
        JsonNode plan = restore(1, "--dry-run");
        assertThat(plan.path("plan").path("steps").path(0).path("wave").asInt()).isEqualTo(1);
        assertThat(plan.path("plan").path("steps").path(0).path("action").asText())
                .isEqualTo("recreate");
        assertThat(plan.path("plan").path("steps").path(0).path("reason").asText())
                .startsWith("disarmed: its service " + namespace + "/hook has no ready endpoint");
        JsonNode restored = restore(0, "--yes");
        assertThat(results(restored))
                .containsExactly(
                        "recreated ValidatingWebhookConfiguration",
                        "unchanged ConfigMap",
                        "unchanged Service",
                        "created Deployment");
        assertThat(restored.path("verify").path("equal").asBoolean()).isTrue();
        assertThat(kubectl.get("deployment/hook")
                        .path("status")
                        .path("availableReplicas")
                        .asInt())
                .isEqualTo(1);
        assertThat(configured()).isEqualTo(before);
        assertThat(results(restore(0, "--yes"))).allMatch(result -> result.startsWith("unchanged"));
    }

    @Test
    void a_webhook_that_answers_or_is_asked_about_nothing_stays_armed() throws InterruptedException {
        String before = uid();
        kubectl.run("label", "service/hook", "scenario-");
        kubectl.run("annotate", "service/hook", "note=changed");
        kubectl.run("label", "service/hook", "scenario=" + namespace);
        assertThat(results(restore(0, "--yes"))).contains("updated Service");
        assertThat(uid()).isEqualTo(before);
        kubectl.run("scale", "deployment/hook", "--replicas=0");
        awaitSilence();
        kubectl.run("annotate", "service/hook", "note=changed");
        assertThat(results(
                        tidemark.json(0, "restore", "HEAD", "service/hook", webhooks, "-n", namespace.name(), "--yes")))
                .containsExactly("updated Service", "unchanged ValidatingWebhookConfiguration");
        assertThat(uid()).isEqualTo(before);
    }

    @Test
    void a_webhook_that_comes_back_is_not_armed_before_somebody_answers_it() {
        kubectl.delete("deployment/hook");
        tidemark.json(0, "snapshot", "-l", "scenario=" + namespace);
        cluster.delete(webhooks);
        kubectl.delete("configmap/app");
        JsonNode held = restore(3, "--yes");
        assertThat(results(held))
                .containsExactlyInAnyOrder(
                        "created ConfigMap", "unchanged Service", "blocked ValidatingWebhookConfiguration");
        assertThat(held.path("results").toString())
                .contains("webhook-unanswered: its service " + namespace + "/hook has no ready endpoint", "--no-wait");
        assertThat(results(restore(3, "--yes"))).contains("blocked ValidatingWebhookConfiguration");
        assertThat(results(restore(0, "--yes", "--no-wait"))).contains("created ValidatingWebhookConfiguration");
    }

    @Test
    void a_restore_that_is_stopped_puts_back_what_it_disarmed() throws Exception {
        kubectl.run(
                "patch",
                "deployment/hook",
                "-p",
                "{\"spec\":{\"template\":{\"spec\":{\"nodeSelector\":{\"no\":\"node\"}}}}}");
        tidemark.json(0, "snapshot", "-l", "scenario=" + namespace);
        kubectl.delete("deployment/hook");
        awaitSilence();
        String before = uid();
        Process restore = Program.at(Deploy.distribution().resolve("bin/tidemark"))
                .withVariable("JAVA_HOME", System.getProperty("java.home"))
                .withVariable(
                        "XDG_CONFIG_HOME",
                        tidemark.keys().getParent().getParent().toString())
                .withVariable("TIDEMARK_KUBECONFIG", testCluster.kubeconfig().toString())
                .begin(
                        "-C",
                        tidemark.repository().toString(),
                        "restore",
                        "HEAD",
                        "-l",
                        "scenario=" + namespace,
                        "--yes");
        while (restore.isAlive() && cluster.has(webhooks)) {
            Thread.sleep(Duration.ofMillis(20));
        }
        restore.destroy();
        assertThat(restore.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(uid()).isNotEqualTo(before);
    }
}
