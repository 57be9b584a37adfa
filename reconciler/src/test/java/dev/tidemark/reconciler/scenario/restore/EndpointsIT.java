package dev.tidemark.reconciler.scenario.restore;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.reconciler.scenario.Sealing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A Service leads to addresses outside of the cluster, until somebody gives it a selector and a controller takes over. */
@ExtendWith(ControlPlane.class)
class EndpointsIT {

    private final Kubectl kubectl;
    private final Tidemark fresh;
    private final Namespace namespace;

    EndpointsIT(Kubectl kubectl, Tidemark fresh, Namespace namespace) {
        this.kubectl = kubectl.in(namespace);
        this.fresh = fresh;
        this.namespace = namespace;
    }

    @Test
    void addresses_that_were_set_by_hand_come_back_after_the_selector_has_gone() {
        kubectl.apply("""
                apiVersion: v1
                kind: Service
                metadata: {name: far}
                spec: {ports: [{name: tcp, port: 5432}]}
                ---
                apiVersion: v1
                kind: Endpoints
                metadata: {name: far}
                subsets: [{addresses: [{ip: 192.0.2.7}], ports: [{name: tcp, port: 5432}]}]
                """);
        Tidemark tidemark = Sealing.init(fresh);
        JsonNode before = tidemark.json(0, "snapshot", "-n", namespace.name());
        kubectl.run("patch", "service/far", "-p", "{\"spec\":{\"selector\":{\"app\":\"near\"}}}");
        kubectl.run(
                "wait",
                "endpoints/far",
                "--for=jsonpath={.metadata.labels.endpoints\\.kubernetes\\.io/managed-by}=endpoint-controller",
                "--timeout=30s");

        JsonNode restored = tidemark.json(0, "restore", "HEAD", "-n", namespace.name(), "--yes");
        assertThat(restored.path("verify").path("equal").asBoolean()).isTrue();
        assertThat(kubectl.get("endpoints/far").at("/subsets/0/addresses/0/ip").asText())
                .isEqualTo("192.0.2.7");
        assertThat(tidemark.json(0, "snapshot", "-n", namespace.name())
                        .path("tree")
                        .asText())
                .isEqualTo(before.path("tree").asText());
        tidemark.run("restore", "HEAD", "-n", namespace.name(), "--dry-run").exited(0);
    }
}
