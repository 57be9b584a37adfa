package dev.tidemark.reconciler.scenario.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.reconciler.scenario.Sealing;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** Everything is written as it should be, and nothing of it works: no node has the room, and no controller the addresses. */
@ExtendWith(ControlPlane.class)
class EveryReadinessIT {

    private static final String POD = """
            {nodeSelector: {nobody: has-this}, containers: [{name: a, image: a}]}""";

    /** A node takes the Pods of a DaemonSet in turn; there is no room for them. */
    private static final String LARGE_POD = """
            {containers: [{name: a, image: a, resources: {requests: {memory: 999Ti}}}]}""";

    private static final String OBJECTS = """
            apiVersion: apps/v1
            kind: DaemonSet
            metadata: {name: agent}
            spec: {selector: {matchLabels: {app: agent}}, template: {metadata: {labels: {app: agent}}, spec: %2$s}}
            ---
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: db}
            spec: {serviceName: db, selector: {matchLabels: {app: db}}, template: {metadata: {labels: {app: db}}, spec: %1$s}}
            ---
            apiVersion: apps/v1
            kind: ReplicaSet
            metadata: {name: alone}
            spec: {selector: {matchLabels: {app: alone}}, template: {metadata: {labels: {app: alone}}, spec: %1$s}}
            ---
            apiVersion: v1
            kind: ReplicationController
            metadata: {name: old}
            spec: {selector: {app: old}, template: {metadata: {labels: {app: old}}, spec: %1$s}}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: pet}
            spec: %1$s
            ---
            apiVersion: batch/v1
            kind: Job
            metadata: {name: running}
            spec: {template: {spec: {restartPolicy: Never, nodeSelector: {nobody: has-this}, containers: [{name: a, image: a}]}}}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: balanced}
            spec: {type: LoadBalancer, ports: [{port: 443}]}
            ---
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: web}
            spec: {defaultBackend: {service: {name: balanced, port: {number: 443}}}}
            ---
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: scaled}
            spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: none-such}, maxReplicas: 3}
            """.formatted(POD, LARGE_POD);

    private final Kubectl kubectl;
    private final Tidemark fresh;
    private final Namespace namespace;

    EveryReadinessIT(Kubectl kubectl, Tidemark fresh, Namespace namespace) {
        this.kubectl = kubectl.in(namespace);
        this.fresh = fresh;
        this.namespace = namespace;
    }

    @TestFactory
    Stream<DynamicTest> what_does_not_work_is_unhealthy_with_the_reason() {
        kubectl.apply(OBJECTS);
        Tidemark tidemark = Sealing.init(fresh);
        tidemark.json(0, "snapshot", "-n", namespace.name());
        kubectl.delete("ds,sts,rs,rc,pods,jobs,services,ingresses,hpa", "--all");
        JsonNode restored = tidemark.json(
                3,
                "restore",
                "HEAD",
                "-n",
                namespace.name(),
                "--yes",
                "--timeout=5s",
                "--wait-for=job",
                "--wait-for=service",
                "--wait-for=ingress",
                "--wait-for=hpa");
        return Stream.of(
                        "DaemonSet",
                        "StatefulSet",
                        "ReplicaSet",
                        "ReplicationController",
                        "Pod",
                        "Job",
                        "Service",
                        "Ingress",
                        "HorizontalPodAutoscaler")
                .map(kind -> DynamicTest.dynamicTest(kind, () -> {
                    JsonNode result = result(restored, kind);
                    assertThat(result.path("outcome").asText()).as("%s", result).isEqualTo("unhealthy");
                    assertThat(result.path("reason").asText()).isNotBlank();
                    assertThat(restored.at("/verify/equal").asBoolean()).isTrue();
                }));
    }

    private static JsonNode result(JsonNode answer, String kind) {
        return answer.path("results")
                .valueStream()
                .filter(result -> result.at("/id/kind").asText().equals(kind))
                .findFirst()
                .orElseThrow();
    }
}
