package dev.tidemark.reconciler.restore;

import static dev.tidemark.reconciler.cluster.SmallApiServer.json;
import static dev.tidemark.reconciler.cluster.SmallApiServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.reconciler.cluster.Cluster;
import dev.tidemark.reconciler.cluster.SmallApiServer;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.model.TypeTable;
import dev.tidemark.snapshots.plan.Waves;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WaveGateTest {

    private static final ResourceType PODS =
            new ResourceType("", "v1", "Pod", "pods", "pod", List.of("po"), true, true);
    private static final ResourceType CLAIMS = new ResourceType(
            "", "v1", "PersistentVolumeClaim", "persistentvolumeclaims", "", List.of("pvc"), true, true);
    private static final ResourceType NAMESPACES =
            new ResourceType("", "v1", "Namespace", "namespaces", "namespace", List.of("ns"), false, true);
    private static final ResourceType ACCOUNTS = new ResourceType(
            "", "v1", "ServiceAccount", "serviceaccounts", "serviceaccount", List.of("sa"), true, false);
    private static final String WEB = "/api/v1/namespaces/shop/pods/web";
    private static final String PENDING = "{\"status\":{\"phase\":\"Pending\"}}";
    private static final String RUNNING =
            "{\"status\":{\"phase\":\"Running\",\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}";

    private final SmallApiServer server = new SmallApiServer();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private Cluster cluster;

    @BeforeEach
    void connect(@TempDir Path folder) {
        cluster = server.connect(folder);
    }

    @AfterEach
    void close() {
        threads.close();
        cluster.close();
        server.close();
    }

    private WaveGate gate(Duration timeout, boolean everything) {
        TypeTable types = new TypeTable(List.of(PODS, CLAIMS, NAMESPACES, ACCOUNTS));
        return new WaveGate(
                cluster.reader(),
                new LiveReadiness(cluster.reader(), types, Set.of()),
                timeout,
                everything,
                new Limiter(new InFlight(4)));
    }

    private static ObjectNode live() {
        ObjectNode live = JsonNodeFactory.instance.objectNode();
        live.putObject("status").put("phase", "Pending");
        return live;
    }

    @Test
    void what_is_not_ready_is_asked_for_by_name_until_it_is() {
        server.on(WEB, json(PENDING), json(PENDING), json(RUNNING));
        WaveGate gate = gate(Duration.ofMinutes(1), true);
        gate.wrote(PODS, PODS.id("shop", "web"), live());
        List<String> waited = new ArrayList<>();
        assertThat(gate.await(Waves.WORKLOADS, threads, left -> left.forEach(p -> waited.add(p.why()))))
                .isEmpty();
        assertThat(waited).containsExactly("its phase is Pending", "its phase is Pending");
        assertThat(server.requests()).hasSize(3).allSatisfy(request -> assertThat(request.target())
                .isEqualTo(WEB));
    }

    @Test
    void patience_ends_with_the_last_reason() {
        server.on(WEB, json(PENDING));
        WaveGate gate = gate(Duration.ZERO, true);
        gate.wrote(PODS, PODS.id("shop", "web"), live());
        assertThat(gate.await(Waves.WORKLOADS, threads, left -> {}))
                .containsEntry(PODS.id("shop", "web"), "not ready after 0 s: its phase is Pending");
    }

    @Test
    void what_was_deleted_meanwhile_is_said_to_be() {
        WaveGate gate = gate(Duration.ZERO, true);
        gate.wrote(PODS, PODS.id("shop", "web"), live());
        assertThat(gate.await(Waves.WORKLOADS, threads, left -> {}))
                .containsEntry(PODS.id("shop", "web"), "not ready after 0 s: somebody has deleted it");
    }

    @Test
    void what_may_not_be_looked_at_is_no_failure_of_the_write() {
        server.on(
                        "/api/v1/namespaces/shop/serviceaccounts/default",
                        status(403, "{\"kind\":\"Status\",\"message\":\"not for you\"}"))
                .on(
                        "/api/v1/namespaces/shop",
                        json("{\"metadata\":{\"name\":\"shop\"},\"status\":{\"phase\":\"Active\"}}"));
        ObjectNode made = JsonNodeFactory.instance.objectNode();
        made.putObject("metadata").put("name", "shop");
        made.putObject("status").put("phase", "Active");
        WaveGate gate = gate(Duration.ZERO, true);
        gate.wrote(NAMESPACES, NAMESPACES.id("", "shop"), made);
        assertThat(gate.await(Waves.NAMESPACES, threads, left -> {}))
                .containsEntry(NAMESPACES.id("", "shop"), "not ready after 0 s: not for you");
    }

    @Test
    void a_claim_is_waited_for_with_the_workloads_as_one_of_them_may_have_to_provide_it() {
        WaveGate gate = gate(Duration.ZERO, true);
        gate.wrote(CLAIMS, CLAIMS.id("shop", "data"), live());
        assertThat(gate.await(Waves.of(CLAIMS.id("shop", "data")), threads, left -> {}))
                .isEmpty();
        assertThat(server.requests()).isEmpty();
        assertThat(gate.await(Waves.WORKLOADS, threads, left -> {})).hasSize(1);
    }

    @Test
    void without_waiting_for_health_nothing_is_asked() {
        WaveGate gate = gate(Duration.ofMinutes(1), false);
        gate.wrote(PODS, PODS.id("shop", "web"), live());
        assertThat(gate.await(Waves.PRUNE, threads, left -> {})).isEmpty();
        assertThat(server.requests()).isEmpty();
    }
}
