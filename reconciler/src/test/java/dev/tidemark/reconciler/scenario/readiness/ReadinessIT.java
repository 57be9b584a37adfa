package dev.tidemark.reconciler.scenario.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.kit.Answer;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.reconciler.scenario.Sealing;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What was written is there at once; whether it also works, a restore finds out before it says that it is done. */
@ExtendWith(ControlPlane.class)
class ReadinessIT {

    private static final String WEB = """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: web
            spec:
              replicas: 2
              progressDeadlineSeconds: %s
              selector:
                matchLabels: {app: web}
              template:
                metadata:
                  labels: {app: web}
                spec:
                  nodeSelector: {%s}
                  containers:
                  - name: web
                    image: nginx:1.27
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: app
            data:
              colour: blue
            """;

    private static final String ANYWHERE = "";
    private static final String NOWHERE = "tidemark.dev/no-node-has: this";

    private final Kubectl kubectl;
    private final Tidemark tidemark;
    private final Namespace namespace;

    ReadinessIT(Kubectl kubectl, Tidemark fresh, Namespace namespace) {
        this.kubectl = kubectl.in(namespace);
        this.tidemark = Sealing.init(fresh);
        this.namespace = namespace;
    }

    private void snapshot() {
        tidemark.json(0, "snapshot", "-n", namespace.name());
    }

    private void deployAndLose(String deadline, String nodes) {
        kubectl.apply(WEB.formatted(deadline, nodes));
        snapshot();
        kubectl.delete("deployment/web", "configmap/app");
    }

    private String[] restore(String... words) {
        return Stream.concat(Stream.of("restore", "HEAD", "-n", namespace.name(), "--yes"), Stream.of(words))
                .toArray(String[]::new);
    }

    private static JsonNode result(JsonNode answer, String kind) {
        return answer.path("results")
                .valueStream()
                .filter(r -> r.path("id").path("kind").asText().equals(kind))
                .filter(r -> !r.path("outcome").asText().equals("unchanged"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_restore_ends_when_the_deployment_is_available() {
        deployAndLose("600", ANYWHERE);
        Answer answer = tidemark.run(restore()).exited(0);
        assertThat(answer.out()).contains("wave 10  1/1 ready", "wave  7  1/1\n", "is complete");
        assertThat(kubectl.get("deployment/web")
                        .path("status")
                        .path("availableReplicas")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void a_deployment_that_no_node_takes_is_unhealthy_and_the_rest_is_done() {
        deployAndLose("600", NOWHERE);
        JsonNode restored = tidemark.json(3, restore("--timeout", "4s"));
        assertThat(result(restored, "Deployment").path("outcome").asText()).isEqualTo("unhealthy");
        assertThat(result(restored, "Deployment").path("reason").asText())
                .isEqualTo("not ready after 4 s: 0 of 2 available");
        assertThat(result(restored, "ConfigMap").path("outcome").asText()).isEqualTo("created");
        assertThat(restored.path("verify").path("equal").asBoolean())
                .as("it is written as it should be")
                .isTrue();
        tidemark.json(0, restore());
        assertThat(tidemark.json(0, "undo", "--yes", "--no-wait")
                        .path("plan")
                        .path("steps")
                        .findValuesAsText("action"))
                .as("an unhealthy object was made all the same")
                .contains("delete");
        assertThat(kubectl.has("deployment/web")).isFalse();
    }

    @Test
    @Timeout(120)
    void a_deployment_that_has_given_up_is_not_waited_for_any_longer() {
        deployAndLose("1", NOWHERE);
        Answer answer = tidemark.run(restore("--timeout", "10m")).exited(3);
        assertThat(answer.out()).contains("wave 10  0/1 ready", "is partial: 1 not ready");
        assertThat(answer.err()).contains("! unhealthy  deployment.apps/web", "ProgressDeadlineExceeded");
    }

    @Test
    void without_waiting_a_written_object_is_enough() {
        deployAndLose("600", NOWHERE);
        JsonNode restored = tidemark.json(0, restore("--no-wait"));
        assertThat(result(restored, "Deployment").path("outcome").asText()).isEqualTo("created");
    }

    @Test
    @Timeout(120)
    void a_claim_that_binds_when_a_pod_uses_it_holds_nothing_up() {
        kubectl.apply("""
                apiVersion: storage.k8s.io/v1
                kind: StorageClass
                metadata:
                  name: late-%1$s
                provisioner: tidemark.dev/nobody
                volumeBindingMode: WaitForFirstConsumer
                ---
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata:
                  name: late
                spec:
                  storageClassName: late-%1$s
                  accessModes: [ReadWriteOnce]
                  resources:
                    requests:
                      storage: 1Gi
                """.formatted(namespace));
        snapshot();
        kubectl.delete("pvc/late");
        JsonNode restored = tidemark.json(0, restore());
        assertThat(result(restored, "PersistentVolumeClaim").path("outcome").asText())
                .isEqualTo("created");
        kubectl.delete("storageclass/late-" + namespace);
    }

    @Test
    @Timeout(120)
    void a_claim_that_nobody_binds_is_named_and_not_waited_for() {
        kubectl.apply("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata:
                  name: data
                spec:
                  storageClassName: there-is-no-such-class
                  accessModes: [ReadWriteOnce]
                  resources:
                    requests:
                      storage: 1Gi
                """);
        snapshot();
        kubectl.delete("pvc/data");
        JsonNode restored = tidemark.json(3, restore());
        assertThat(result(restored, "PersistentVolumeClaim").path("reason").asText())
                .isEqualTo("there is no StorageClass there-is-no-such-class");
    }

    @Test
    @Timeout(120)
    void a_stateful_set_whose_claims_nobody_binds_is_named_and_not_waited_for() {
        kubectl.apply("""
                apiVersion: apps/v1
                kind: StatefulSet
                metadata:
                  name: db
                spec:
                  serviceName: db
                  replicas: 1
                  selector:
                    matchLabels: {app: db}
                  template:
                    metadata:
                      labels: {app: db}
                    spec:
                      containers:
                      - {name: db, image: shop}
                  volumeClaimTemplates:
                  - metadata:
                      name: data
                    spec:
                      storageClassName: there-is-no-such-class
                      accessModes: [ReadWriteOnce]
                      resources:
                        requests: {storage: 1Gi}
                """);
        snapshot();
        kubectl.delete("statefulset/db");
        JsonNode restored = tidemark.json(3, restore());
        assertThat(result(restored, "StatefulSet").path("outcome").asText()).isEqualTo("unhealthy");
        assertThat(result(restored, "StatefulSet").path("reason").asText())
                .isEqualTo("its claim data-db-0 gets no volume: there is no StorageClass there-is-no-such-class");
    }

    @Test
    @Timeout(120)
    void a_custom_resource_that_says_it_is_stalled_is_named() {
        String group = namespace + ".tidemark.dev";
        kubectl.apply("""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata:
                  name: campaigns.%1$s
                spec:
                  group: %1$s
                  scope: Namespaced
                  names: {plural: campaigns, singular: campaign, kind: Campaign}
                  versions:
                  - name: v1
                    served: true
                    storage: true
                    subresources: {status: {}}
                    schema:
                      openAPIV3Schema:
                        type: object
                        x-kubernetes-preserve-unknown-fields: true
                """.formatted(group));
        kubectl.run("wait", "--for=condition=Established", "crd/campaigns." + group);
        kubectl.apply("""
                apiVersion: %s/v1
                kind: Campaign
                metadata:
                  name: spring
                spec:
                  discount: 10
                """.formatted(group));
        snapshot();
        kubectl.run(
                "patch",
                "campaigns/spring",
                "--type=merge",
                "--subresource=status",
                "-p",
                "{\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"False\",\"reason\":\"NoBudget\"},"
                        + "{\"type\":\"Stalled\",\"status\":\"True\"}]}}");
        kubectl.run("patch", "campaigns/spring", "--type=merge", "-p", "{\"spec\":{\"discount\":50}}");
        JsonNode restored = tidemark.json(3, restore());
        assertThat(result(restored, "Campaign").path("outcome").asText()).isEqualTo("unhealthy");
        assertThat(result(restored, "Campaign").path("reason").asText()).isEqualTo("Ready=False (NoBudget)");
        kubectl.delete("crd/campaigns." + group);
    }

    @Test
    void the_end_of_a_job_is_waited_for_only_when_that_is_asked_for() {
        kubectl.apply("""
                apiVersion: batch/v1
                kind: Job
                metadata:
                  name: report
                spec:
                  template:
                    spec:
                      restartPolicy: Never
                      nodeSelector: {%s}
                      containers:
                      - name: report
                        image: busybox:1.36
                """.formatted(NOWHERE));
        snapshot();
        kubectl.delete("job/report");
        tidemark.json(0, restore());
        kubectl.delete("job/report");
        JsonNode restored = tidemark.json(3, restore("--wait-for", "job", "--timeout", "2s"));
        assertThat(result(restored, "Job").path("reason").asText()).isEqualTo("not ready after 2 s: 0 of 1 completed");
    }

    @Test
    void a_wait_that_makes_no_sense_is_refused_before_anything_is_done() {
        snapshot();
        assertThat(tidemark.run(restore("--wait-for", "configmap")).exited(2).err())
                .contains("wait for configmap", "job, service, ingress");
        assertThat(tidemark.run(restore("--wait-for", "job", "--no-wait"))
                        .exited(2)
                        .err())
                .contains("one forbids what the other asks for");
    }
}
