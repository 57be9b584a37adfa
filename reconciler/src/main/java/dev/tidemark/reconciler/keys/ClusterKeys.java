package dev.tidemark.reconciler.keys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.reconciler.cluster.ApiError;
import dev.tidemark.reconciler.cluster.Cluster;
import dev.tidemark.reconciler.cluster.ClusterWriter;
import dev.tidemark.reconciler.cluster.WriteResult;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.model.SecretValue;
import dev.tidemark.snapshots.seal.Keyring;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keys in a Secret of the cluster, which its label keeps out of every snapshot. */
public final class ClusterKeys implements KeyStore {

    private static final String LABEL = "tidemark.dev/keys";
    private static final ResourceType SECRETS =
            new ResourceType("", "v1", "Secret", "secrets", "secret", List.of(), true, false);

    private final Supplier<Cluster> cluster;
    private final String repository;
    private final String namespace;
    private final String name;

    /** As it was when it was last read or written. */
    private @Nullable ObjectNode known;

    private ClusterKeys(Supplier<Cluster> cluster, String repository, String namespace, String name) {
        this.cluster = cluster;
        this.repository = repository;
        this.namespace = namespace;
        this.name = name;
    }

    /**
     * The keys of {@code repository} (its id) in the Secret {@code NS/NAME}; the cluster is asked when they are needed.
     *
     * @throws Failure usage, when {@code place} is not of this form
     */
    public static ClusterKeys in(String place, Supplier<Cluster> cluster, String repository) {
        String[] words = place.split("/", -1);
        if (words.length != 2 || words[0].isEmpty() || words[1].isEmpty()) {
            throw Failure.usage(
                    "bad-key-secret", "read --key-secret " + place, "it is not NS/NAME", "write it as tidemark/keys");
        }
        return new ClusterKeys(cluster, repository, words[0], words[1]);
    }

    /**
     * The sealing keys of {@code repository} in whichever Secret of the cluster they are.
     *
     * @throws Failure failed, when we may not look
     */
    public static Keyring keyring(Cluster cluster, String repository) {
        try {
            List<SecretValue> files = new ArrayList<>();
            for (JsonNode secret : CanonicalYaml.read(
                            cluster.secretsLabelled(LABEL + "=" + repository).reveal())
                    .path("items")) {
                String file = secret.path("data").path(KeySet.SEALING_KEY).asText("");
                if (!file.isEmpty()) {
                    files.add(new SecretValue(Base64.getDecoder().decode(file)));
                }
            }
            return Keyring.of(files);
        } catch (ApiError e) {
            throw Cluster.failure("look for the keys of the repository in the cluster", e);
        }
    }

    @Override
    public Optional<SecretValue> read(String file) {
        String text = live().path("data").path(file).asText("");
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(new SecretValue(Base64.getDecoder().decode(text)));
    }

    private ObjectNode live() {
        ObjectNode secret = known;
        if (secret == null) {
            try {
                secret = cluster.get()
                        .reader()
                        .get(SECRETS, namespace, name)
                        .orElseGet(JsonNodeFactory.instance::objectNode);
            } catch (ApiError e) {
                throw Cluster.failure("read the keys in the Secret " + place(), e);
            }
            refuseOther(secret);
            known = secret;
        }
        return secret;
    }

    /** Another repository's keys, or a Secret that is something else and would be exported. */
    private void refuseOther(ObjectNode secret) {
        String owner = secret.path("metadata").path("labels").path(LABEL).asText("");
        if (!secret.isEmpty() && !owner.equals(repository)) {
            throw Failure.usage(
                    "other-key-secret",
                    "read the keys in the Secret " + place(),
                    owner.isEmpty()
                            ? "it has no label " + LABEL + ", so it holds something else"
                            : "it holds those of repository " + owner,
                    "name another with --key-secret NS/NAME; tidemark keys init makes it");
        }
    }

    /** The resource version says whether somebody else has written meanwhile; then nothing is. */
    @Override
    public void write(String file, SecretValue content) {
        ObjectNode secret = live().deepCopy();
        ClusterWriter writer = cluster.get().writer("tidemark");
        boolean fresh = secret.isEmpty();
        if (fresh) {
            secret.put("apiVersion", "v1").put("kind", "Secret").put("type", "Opaque");
            ObjectNode metadata = secret.putObject("metadata").put("name", name).put("namespace", namespace);
            metadata.putObject("labels").put(LABEL, repository);
        }
        secret.withObject("/data").put(file, Base64.getEncoder().encodeToString(content.reveal()));
        WriteResult result = fresh
                ? writer.create(SECRETS, secret, ClusterWriter.Mode.REAL)
                : writer.replace(SECRETS, secret, ClusterWriter.Mode.REAL);
        switch (result) {
            case WriteResult.Written written -> known = written.live();
            case WriteResult.Rejected rejected ->
                throw Failure.failed(
                        "keys",
                        "write the keys to the Secret " + place(),
                        rejected.why(),
                        "check that the namespace is there, and that the account may create and update the Secret");
        }
    }

    @Override
    public String place() {
        return namespace + "/" + name;
    }
}
