package dev.tidemark.reconciler.scenario.clusterloss;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.kit.Age;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Empty;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.TestCluster;
import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.reconciler.scenario.Git;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cluster and machine are lost. A clone of the history, the escrow and its offline identity are left, and bring back every
 * Secret byte for byte: through the controller, which gets its keys before it starts, and without it.
 */
@ExtendWith(ControlPlane.class)
class ClusterLossIT {

    private static final int SECRETS = 40;

    @TempDir
    Path folder;

    private final TestCluster cluster;
    private final Kubectl kubectl;
    private final Tidemark tidemark;

    ClusterLossIT(@Empty TestCluster cluster, Tidemark fresh) {
        this.cluster = cluster;
        this.kubectl = cluster.kubectl();
        this.tidemark = fresh.against(cluster);
    }

    private void make_secrets(Namespace namespace) {
        Random random = new Random(5);
        StringBuilder manifests = new StringBuilder();
        for (int i = 0; i < SECRETS; i++) {
            byte[] value = new byte[1 + random.nextInt(4000)];
            random.nextBytes(value);
            manifests
                    .append("---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: s-")
                    .append(i)
                    .append("\ndata:\n  empty: \"\"\n  bytes: ")
                    .append(Base64.getEncoder().encodeToString(value))
                    .append('\n');
        }
        kubectl.in(namespace).apply(manifests.toString());
    }

    private Map<String, JsonNode> secrets(Namespace namespace) {
        Map<String, JsonNode> secrets = new TreeMap<>();
        for (JsonNode secret : kubectl.in(namespace).get("secrets").path("items")) {
            secrets.put(secret.path("metadata").path("name").asText(), secret.path("data"));
        }
        return secrets;
    }

    @Test
    void the_history_the_escrow_and_the_identity_bring_every_secret_back(TestReporter reporter) throws IOException {
        cluster.sealedSecrets();
        Namespace namespace = cluster.newNamespace();
        make_secrets(namespace);
        Map<String, JsonNode> before = secrets(namespace);
        assertThat(before).hasSize(SECRETS);
        tidemark.init("--cert", "controller");
        tidemark.json(0, "snapshot");
        Age age = Age.in(folder);
        Path safe = Files.createDirectory(folder.resolve("safe"));
        Path escrow =
                Path.of(tidemark.json(0, "keys", "escrow", "--recipient", age.recipient(), "--to", safe.toString())
                        .path("file")
                        .asText());
        Path clone = folder.resolve("clone");
        new Git(tidemark.repository()).run("clone", "-q", tidemark.repository().toString(), clone.toString());

        cluster.lose();
        long start = System.nanoTime();
        kubectl.apply(age.decrypt(escrow).exited(0).out());
        cluster.sealedSecrets(); // finds its keys there and makes none
        String home =
                clone.resolve("cluster/core/namespaces/" + namespace + ".yaml").toString();
        kubectl.run("apply", "--server-side", "-f", home);
        String sealed =
                clone.resolve("namespaces/" + namespace + "/core/secrets").toString();
        kubectl.run("apply", "--server-side", "-f", sealed);
        for (String name : before.keySet()) {
            kubectl.in(namespace).awaitCreated("secret/" + name);
        }
        assertThat(secrets(namespace)).isEqualTo(before);
        reporter.publishEntry("controller", elapsed(start));
        kubectl.in(namespace).run("wait", "--for=condition=Synced", "sealedsecrets", "--all", "--timeout=60s");

        kubectl.in(namespace).delete("sealedsecrets", "--all");
        kubectl.in(namespace).run("wait", "--for=delete", "secret/s-0", "--timeout=60s");
        kubectl.in(namespace).delete("secrets", "--all");
        start = System.nanoTime();
        Tidemark fresh = tidemark.withRepository(clone)
                .with("XDG_CONFIG_HOME", folder.resolve("new-home").toString());
        fresh.run(
                        "keys",
                        "init",
                        "--from",
                        escrow.toString(),
                        "--identity",
                        age.identity().toString())
                .exited(0);
        fresh.json(0, "restore", "HEAD", "-n", namespace.name(), "--other-cluster", "--yes", "--no-restore-point");
        assertThat(secrets(namespace)).isEqualTo(before);
        reporter.publishEntry("tidemark", elapsed(start));
        fresh.run("snapshot", "--adopt-cluster").exited(0);
        JsonNode proof =
                fresh.json(0, "keys", "check", "--identity", age.identity().toString());
        assertThat(proof.toString()).contains("escrow-proven").doesNotContain("\"fail\"");
    }

    private static String elapsed(long start) {
        return SECRETS + " Secrets in " + (System.nanoTime() - start) / 1_000_000 + " ms";
    }
}
