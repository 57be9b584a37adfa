package dev.tidemark.reconciler.capture;

import static dev.tidemark.reconciler.cluster.SmallApiServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.normalise.Normaliser;
import dev.tidemark.policies.policy.SecretsPolicy;
import dev.tidemark.policies.select.Selection;
import dev.tidemark.reconciler.cluster.Cluster;
import dev.tidemark.reconciler.cluster.SmallApiServer;
import dev.tidemark.snapshots.fingerprint.FingerprintKey;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.CommitSigner;
import dev.tidemark.snapshots.git.PathChange;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.history.History;
import dev.tidemark.snapshots.model.BlobId;
import dev.tidemark.snapshots.seal.Resealing;
import dev.tidemark.snapshots.seal.Sealer;
import dev.tidemark.snapshots.seal.SealingCertificate;
import dev.tidemark.snapshots.seal.SealingKeyPair;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sealing is random, a history is not: Secrets that do not change leave no trace in it, however often they are looked at. */
class QuietClusterTest {

    private static final int SECRETS = 5;
    private static final String ID = "0123456789abcdef0123456789abcdef";
    private static final SnapshotRequest REQUEST = new SnapshotRequest(
            "default", Optional.empty(), Selection.everything(), false, "", false, false, false, false);

    @TempDir
    Path folder;

    private final SmallApiServer server = new SmallApiServer();
    private Cluster cluster;
    private SnapshotRepository repository;
    private History history;
    private Snapshotter snapshotter;

    int snapshots() {
        return 20;
    }

    @BeforeEach
    void begin() {
        String nothing = "{\"kind\":\"APIGroupDiscoveryList\",\"items\":[]}";
        server.on("/version", json("{\"gitVersion\":\"v1.36.3\"}"))
                .on("/api/v1/namespaces/kube-system", json("{\"metadata\":{\"uid\":\"u-1\"}}"))
                .on("/apis", json(nothing))
                .on("/api", json("""
                        {"kind":"APIGroupDiscoveryList","items":[{"metadata":{"name":""},"versions":[{"version":"v1",
                          "resources":[{"resource":"secrets","responseKind":{"kind":"Secret"},"scope":"Namespaced",
                            "singularResource":"secret","verbs":["create","get","list","update"]}]}]}]}"""))
                .on("/api/v1/secrets", json(secrets("unchanged")));
        cluster = server.connect(folder);
        repository = SnapshotRepository.create(folder.resolve("repo"), true, "live/default");
        history = new History(repository, "default", Clock.systemUTC());
        Sealer sealer = new Sealer(
                SealingCertificate.parse(
                        SealingKeyPair.generate(Clock.systemUTC().instant()).certificatePem()),
                FingerprintKey.generate(),
                ID,
                Resealing.none());
        Normaliser normaliser = Normaliser.standard();
        snapshotter = new Snapshotter(
                cluster,
                repository,
                new Exporter(
                        cluster,
                        normaliser,
                        Seals.of(SecretsPolicy.standard(), Optional.of(sealer), Optional.empty(), Clock.systemUTC()),
                        SecretsPolicy.standard()),
                normaliser,
                new Committer(repository, ID, CommitSigner.NONE, Clock.systemUTC()),
                new Pusher(repository, CommitSigner.NONE, (component, remote) -> Optional.empty()));
    }

    @AfterEach
    void end() {
        repository.close();
        cluster.close();
        server.close();
    }

    /** A list of Secrets with three items each; one item of the first one is {@code value}. */
    private static String secrets(String value) {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.put("kind", "SecretList").put("apiVersion", "v1");
        list.putObject("metadata").put("resourceVersion", "7");
        ArrayNode items = list.putArray("items");
        for (int i = 0; i < SECRETS; i++) {
            ObjectNode secret = items.addObject();
            secret.putObject("metadata")
                    .put("name", "s-" + i)
                    .put("namespace", "shop")
                    .put("uid", "u-" + i);
            secret.put("type", "Opaque");
            secret.putObject("data")
                    .put("one", base64("the first of " + i))
                    .put("two", base64(i == 0 ? value : "the second of " + i))
                    .put("zero", "");
        }
        return list.toString();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private Commit tip() {
        return history.tip().orElseThrow();
    }

    private List<String> lines(Optional<BlobId> blob) {
        return new String(repository.read(blob.orElseThrow()), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    @Test
    void many_snapshots_of_unchanged_secrets_are_one_commit_and_one_changed_value_is_one_line_and_its_fingerprint() {
        assertThat(snapshotter.snapshot(history, REQUEST, Progress.NONE).changed())
                .isTrue();
        Commit first = tip();
        for (int i = 1; i < snapshots(); i++) {
            assertThat(snapshotter.snapshot(history, REQUEST, Progress.NONE).changed())
                    .isFalse();
        }
        assertThat(tip()).isEqualTo(first);

        server.on("/api/v1/secrets", json(secrets("changed")));
        assertThat(snapshotter.snapshot(history, REQUEST, Progress.NONE).modified())
                .isOne();
        List<PathChange> changes = repository.changes(Optional.of(first), tip());
        assertThat(changes).extracting(PathChange::path).containsExactly("namespaces/shop/core/secrets/s-0.yaml");
        List<String> before = lines(changes.getFirst().before());
        List<String> after = new ArrayList<>(lines(changes.getFirst().after()));
        assertThat(after).hasSameSizeAs(before);
        after.removeAll(before);
        assertThat(after).hasSize(2);
        assertThat(after.getFirst()).as("fingerprint").contains("\"two\":{");
        assertThat(after.getLast()).as("encryptedData").startsWith("    two: ");
    }
}
