package dev.tidemark.reconciler.scenario.consistentcut;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.reconciler.cluster.Cluster;
import dev.tidemark.reconciler.cluster.ClusterWriter;
import dev.tidemark.reconciler.cluster.WriteResult;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.TestCluster;
import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.reconciler.scenario.Policies;
import dev.tidemark.reconciler.scenario.Sealing;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.history.History;
import dev.tidemark.snapshots.history.Snapshot;
import dev.tidemark.snapshots.model.ResourceType;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A writer takes turns: it puts the number of its turn into a ConfigMap, then into the Deployment of the same name, then
 * goes on to the next pair. At any instant at most the pair at hand is apart, and its ConfigMap is ahead. So is every
 * commit, while snapshots are taken all the time.
 */
@ExtendWith(ControlPlane.class)
class ConsistentCutIT {

    private static final int PAIRS = 40;
    private static final int COMMITS = 8;
    private static final String TURN = "turn";
    private static final ResourceType CONFIG_MAPS =
            new ResourceType("", "v1", "ConfigMap", "configmaps", "", List.of(), true, false);
    private static final ResourceType DEPLOYMENTS =
            new ResourceType("apps", "v1", "Deployment", "deployments", "", List.of(), true, true);

    private final AtomicBoolean enough = new AtomicBoolean();
    private final TestCluster cluster;
    private final Tidemark fresh;
    private final Namespace namespace;

    ConsistentCutIT(TestCluster cluster, Tidemark fresh, Namespace namespace) {
        this.cluster = cluster;
        this.fresh = fresh;
        this.namespace = namespace;
    }

    @Test
    void no_commit_holds_half_of_a_pair() throws InterruptedException {
        Tidemark tidemark =
                Sealing.init(fresh, "--policy", Policies.of(namespace).toString());
        List<Throwable> problems = new ArrayList<>();
        try (Cluster connection = Cluster.connect(Optional.of(cluster.kubeconfig()), Optional.empty())) {
            ClusterWriter writer = connection.writer("turns");
            takeTurns(writer, 1, PAIRS);
            Thread turns = Thread.ofPlatform().start(() -> keepTakingTurns(writer, problems));
            try {
                for (int commits = 0; commits < COMMITS && problems.isEmpty(); ) {
                    JsonNode snapshot = tidemark.json(0, "snapshot", "--component", "apps");
                    assertThat(snapshot.path("consistent").asBoolean()).isTrue();
                    commits += snapshot.path("changed").asBoolean() ? 1 : 0;
                }
            } finally {
                enough.set(true);
                turns.join();
            }
        }
        assertThat(problems).isEmpty();
        examine(tidemark);
    }

    private void keepTakingTurns(ClusterWriter writer, List<Throwable> problems) {
        try {
            for (int turn = 2; !enough.get(); turn++) {
                takeTurns(writer, turn, PAIRS);
            }
        } catch (RuntimeException | AssertionError e) {
            problems.add(e);
        }
    }

    private void takeTurns(ClusterWriter writer, int turn, int pairs) {
        for (int pair = 0; pair < pairs && !(enough.get() && pair == 0); pair++) {
            write(writer, CONFIG_MAPS, configMap(pair, turn));
            write(writer, DEPLOYMENTS, deployment(pair, turn));
        }
    }

    private static void write(ClusterWriter writer, ResourceType type, ObjectNode object) {
        WriteResult result = writer.apply(type, object, ClusterWriter.Mode.REAL);
        assertThat(result).isInstanceOf(WriteResult.Written.class);
    }

    private ObjectNode configMap(int pair, int turn) {
        ObjectNode object = object("v1", "ConfigMap", pair);
        object.putObject("data").put(TURN, Integer.toString(turn));
        return object;
    }

    private ObjectNode deployment(int pair, int turn) {
        ObjectNode object = object("apps/v1", "Deployment", pair);
        object.withObject("/metadata/annotations").put(TURN, Integer.toString(turn));
        ObjectNode spec = object.putObject("spec").put("replicas", 0);
        spec.putObject("selector").putObject("matchLabels").put("pair", "p" + pair);
        ObjectNode template = spec.putObject("template");
        template.putObject("metadata").putObject("labels").put("pair", "p" + pair);
        template.putObject("spec")
                .putArray("containers")
                .addObject()
                .put("name", "c")
                .put("image", "i");
        return object;
    }

    private ObjectNode object(String apiVersion, String kind, int pair) {
        ObjectNode object = JsonNodeFactory.instance
                .objectNode()
                .put("apiVersion", apiVersion)
                .put("kind", kind);
        object.putObject("metadata").put("name", "p" + pair).put("namespace", namespace.name());
        return object;
    }

    private static void examine(Tidemark tidemark) {
        try (SnapshotRepository repository = SnapshotRepository.open(tidemark.repository())) {
            History history = new History(repository, "apps", Clock.systemUTC());
            List<Snapshot> snapshots = new ArrayList<>();
            repository.walk(history.tip().orElseThrow(), commit -> {
                Snapshot snapshot = history.open(commit);
                if (snapshot.trailers().snapshot()) {
                    snapshots.add(snapshot);
                }
                return true;
            });
            assertThat(snapshots).hasSize(COMMITS).allSatisfy(ConsistentCutIT::examine);
        }
    }

    private static void examine(Snapshot snapshot) {
        Map<String, Integer> config = new HashMap<>();
        Map<String, Integer> deployed = new HashMap<>();
        snapshot.forEachManifest((path, manifest) -> {
            String name = manifest.id().name();
            switch (manifest.id().kind()) {
                case "ConfigMap" ->
                    config.put(name, manifest.tree().path("data").path(TURN).asInt());
                case "Deployment" ->
                    deployed.put(
                            name,
                            manifest.tree()
                                    .path("metadata")
                                    .path("annotations")
                                    .path(TURN)
                                    .asInt());
                default -> {}
            }
        });
        config.remove("kube-root-ca.crt");
        assertThat(deployed).hasSize(PAIRS).containsOnlyKeys(config.keySet());
        List<String> apart = config.keySet().stream()
                .filter(pair -> !config.get(pair).equals(deployed.get(pair)))
                .toList();
        assertThat(apart).as("pairs that are apart in one commit").hasSizeLessThanOrEqualTo(1);
        apart.forEach(pair -> assertThat(config.get(pair))
                .as("the ConfigMap is written first")
                .isEqualTo(deployed.get(pair) + 1));
    }
}
