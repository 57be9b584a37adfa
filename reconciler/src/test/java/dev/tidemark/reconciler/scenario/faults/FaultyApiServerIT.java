package dev.tidemark.reconciler.scenario.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.reconciler.scenario.Sealing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The namespace has to come back just when the API server is worst off. */
@ExtendWith(ControlPlane.class)
@Timeout(600)
class FaultyApiServerIT {

    private static final int OF_EACH = 120;
    /** So that a failure can be had again with the same faults, as far as the order of requests allows. */
    private static final long SEED = Long.getLong("tidemark.faults.seed", System.currentTimeMillis());

    private static final String OF_ONE_NUMBER = """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: lost-%1$d
              labels: {what: lost}
            data:
              number: "%1$d"
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: changed-%1$d
              labels: {what: changed}
            data:
              number: "%1$d"
            ---
            apiVersion: v1
            kind: Secret
            metadata:
              name: lost-%1$d
              labels: {what: lost}
            data:
              password: Y29ycmVjdC1ob3JzZS1iYXR0ZXJ5
            ---
            apiVersion: v1
            kind: Service
            metadata:
              name: lost-%1$d
              labels: {what: lost}
            spec:
              ports:
              - port: 80
            ---
            """;

    private final Kubectl kubectl;
    private final Tidemark tidemark;
    private final Namespace namespace;

    FaultyApiServerIT(Kubectl kubectl, Tidemark fresh, Namespace namespace) {
        this.kubectl = kubectl.in(namespace);
        this.tidemark = Sealing.init(fresh);
        this.namespace = namespace;
    }

    private static Map<String, Long> outcomes(JsonNode answer) {
        return answer.path("results")
                .valueStream()
                .collect(Collectors.groupingBy(r -> r.path("outcome").asText(), Collectors.counting()));
    }

    @Test
    void a_restore_through_busy_slow_and_broken_connections_writes_everything_once(@TempDir Path folder)
            throws IOException {
        StringBuilder manifests = new StringBuilder();
        for (int number = 1; number <= OF_EACH; number++) {
            manifests.append(OF_ONE_NUMBER.formatted(number));
        }
        kubectl.apply(manifests.toString());
        tidemark.json(0, "snapshot", "-n", namespace.name());
        for (String type : List.of("configmaps", "secrets", "services")) {
            kubectl.run(
                    "delete", "--raw", "/api/v1/namespaces/" + namespace + "/" + type + "?labelSelector=what%3Dlost");
        }
        kubectl.run("label", "configmap", "-l", "what=changed", "by=somebody");

        try (FaultyProxy proxy = new FaultyProxy(kubectl, SEED)) {
            JsonNode restored =
                    tidemark.as(proxy.kubeconfig(folder)).json(0, "restore", "HEAD", "-n", namespace.name(), "--yes");
            assertThat(restored.path("verify").path("equal").asBoolean()).isTrue();
            assertThat(outcomes(restored))
                    .as("seed %d, faults %s", SEED, proxy.met())
                    .containsEntry("created", 3L * OF_EACH)
                    .containsEntry("updated", (long) OF_EACH)
                    .doesNotContainKeys("failed", "blocked");
            assertThat(proxy.met()).as("seed %d", SEED).containsKeys(FaultyProxy.Fault.values());
        }
        tidemark.run("restore", "HEAD", "-n", namespace.name(), "--dry-run").exited(0);
    }
}
