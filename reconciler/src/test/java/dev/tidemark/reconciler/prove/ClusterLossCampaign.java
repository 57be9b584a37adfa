package dev.tidemark.reconciler.prove;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.kit.Age;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Empty;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.TestCluster;
import dev.tidemark.reconciler.kit.Tidemark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The drill for the worst day, with a clock beside it: the cluster and the machine are gone, another control plane is
 * started, and a clone of the history, the escrow and the offline identity are all there is.
 */
@ExtendWith(ControlPlane.class)
@Timeout(900)
class ClusterLossCampaign {

    private static final int NAMESPACES = 5;
    private static final int LONGEST_VALUE = 4000;

    private final Extent extent = Extent.of(ClusterLossCampaign.class, 500);
    private final Random random = extent.random();
    private final TestCluster cluster;
    private final Kubectl kubectl;
    private final Tidemark tidemark;
    private long lap = System.nanoTime();

    @TempDir
    private Path folder;

    ClusterLossCampaign(@Empty TestCluster cluster, Tidemark fresh) {
        this.cluster = cluster;
        this.kubectl = cluster.kubectl();
        this.tidemark = fresh.against(cluster);
    }

    /** Secrets, each with a ConfigMap beside it. */
    private void fill(Namespace namespace, int secrets) {
        StringBuilder manifests = new StringBuilder();
        for (int i = 0; i < secrets; i++) {
            byte[] value = new byte[1 + random.nextInt(LONGEST_VALUE)];
            random.nextBytes(value);
            manifests.append("""
                    ---
                    apiVersion: v1
                    kind: Secret
                    metadata: {name: s-%1$d}
                    data: {empty: "", bytes: %2$s}
                    ---
                    apiVersion: v1
                    kind: ConfigMap
                    metadata: {name: c-%1$d}
                    data: {number: "%1$d"}
                    """.formatted(i, Base64.getEncoder().encodeToString(value)));
        }
        kubectl.in(namespace).apply(manifests.toString());
    }

    private Map<String, JsonNode> secrets(List<Namespace> namespaces) {
        Map<String, JsonNode> secrets = new TreeMap<>();
        for (Namespace namespace : namespaces) {
            for (JsonNode secret : kubectl.in(namespace).get("secrets").path("items")) {
                secrets.put(
                        namespace + "/" + secret.path("metadata").path("name").asText(), secret.path("data"));
            }
        }
        return secrets;
    }

    private String lap() {
        long start = lap;
        lap = System.nanoTime();
        return "%.1f s".formatted((lap - start) / 1e9);
    }

    @Test
    void the_history_the_escrow_and_the_identity_bring_a_lost_cluster_back() throws IOException {
        cluster.sealedSecrets();
        List<Namespace> namespaces = new ArrayList<>();
        List<String> restore = new ArrayList<>(
                List.of("restore", "HEAD", "--secrets", "sealed", "--other-cluster", "--no-restore-point", "--yes"));
        for (int i = 0; i < NAMESPACES; i++) {
            Namespace namespace = cluster.newNamespace();
            fill(namespace, extent.count() / NAMESPACES);
            namespaces.add(namespace);
            restore.addAll(List.of("-n", namespace.name()));
        }
        Map<String, JsonNode> before = secrets(namespaces);
        assertThat(before).hasSize(extent.count() / NAMESPACES * NAMESPACES);
        tidemark.init("--cert", "controller");
        tidemark.json(0, "snapshot");
        Age age = Age.in(folder);
        Path safe = Files.createDirectory(folder.resolve("safe"));
        JsonNode escrow = tidemark.json(0, "keys", "escrow", "--recipient", age.recipient(), "--to", safe.toString());
        Path file = Path.of(escrow.path("file").asText());
        Path clone = folder.resolve("clone");
        new Git(tidemark.repository()).run("clone", "-q", tidemark.repository().toString(), clone.toString());

        lap();
        cluster.lose();
        String started = lap();
        kubectl.apply(age.decrypt(file).exited(0).out());
        cluster.sealedSecrets(); // finds its keys there and makes none
        String keys = lap();
        Tidemark fresh = tidemark.withRepository(clone)
                .with("XDG_CONFIG_HOME", folder.resolve("new-home").toString());
        String identity = age.identity().toString();
        fresh.run("keys", "init", "--from", file.toString(), "--identity", identity)
                .exited(0);
        fresh.run(restore.toArray(String[]::new)).exited(0);
        String restored = lap();
        assertThat(secrets(namespaces)).isEqualTo(before);
        extent.report("an empty control plane after " + started + "; keys from the escrow and a controller after "
                + keys + "; restored, the controller's last Secret too, after " + restored + "; " + before.size()
                + " Secrets byte for byte the same");
    }
}
