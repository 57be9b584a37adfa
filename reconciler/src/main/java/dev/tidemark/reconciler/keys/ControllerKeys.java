package dev.tidemark.reconciler.keys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.reconciler.cluster.ApiError;
import dev.tidemark.reconciler.cluster.Cluster;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.SecretValue;
import dev.tidemark.snapshots.seal.Keyring;
import dev.tidemark.snapshots.seal.SealingCertificate;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The key Secrets of the sealed-secrets controllers in a cluster. */
public final class ControllerKeys {

    /** On every key Secret, whatever its value: only {@code active} ones are in use (sealed-secrets, {@code --key-prefix}). */
    static final String LABEL = "sealedsecrets.bitnami.com/sealed-secrets-key";

    private final List<ObjectNode> secrets;

    private ControllerKeys(List<ObjectNode> secrets) {
        this.secrets = secrets;
    }

    /**
     * All that are there, in all namespaces; where there is no controller, none.
     *
     * @throws Failure failed, when we may not read them, or the cluster does not answer
     */
    public static ControllerKeys in(Cluster cluster) {
        try {
            return new ControllerKeys(secrets(cluster.secretsLabelled(LABEL)));
        } catch (ApiError e) {
            throw Cluster.failure("read the keys of the sealed-secrets controller", e);
        }
    }

    public static ControllerKeys none() {
        return new ControllerKeys(List.of());
    }

    static ControllerKeys of(List<ObjectNode> secrets) {
        return new ControllerKeys(List.copyOf(secrets));
    }

    private static List<ObjectNode> secrets(SecretValue list) {
        List<ObjectNode> secrets = new ArrayList<>();
        for (JsonNode item : CanonicalYaml.read(list.reveal()).path("items")) {
            if (!item.path("data").path("tls.key").asText("").isEmpty()) {
                secrets.add(bare((ObjectNode) item));
            }
        }
        return secrets;
    }

    /** What a new cluster takes: nothing of the old one's life. */
    private static ObjectNode bare(ObjectNode secret) {
        ObjectNode bare = JsonNodeFactory.instance.objectNode();
        bare.put("apiVersion", "v1").put("kind", "Secret");
        ObjectNode metadata = bare.putObject("metadata");
        for (String field : new String[] {"name", "namespace", "labels"}) {
            metadata.set(field, secret.path("metadata").path(field));
        }
        bare.set("type", secret.path("type"));
        bare.set("data", secret.path("data"));
        return bare;
    }

    /**
     * One key of a controller.
     *
     * @param active whether the controller uses it
     */
    public record Key(String namespace, SealingCertificate certificate, boolean active) {}

    /** Those with a certificate that can be read. */
    public List<Key> keys() {
        List<Key> keys = new ArrayList<>();
        for (ObjectNode secret : secrets) {
            try {
                byte[] pem = Base64.getDecoder()
                        .decode(secret.path("data").path("tls.crt").asText());
                JsonNode metadata = secret.path("metadata");
                keys.add(new Key(
                        metadata.path("namespace").asText(),
                        SealingCertificate.parse(pem),
                        metadata.path("labels").path(LABEL).asText().equals("active")));
            } catch (IllegalArgumentException | Failure e) {
                // Not a key that the controller could use either.
            }
        }
        return keys;
    }

    public Keyring keyring() {
        return secrets.isEmpty() ? Keyring.empty() : Keyring.of(List.of(list()));
    }

    boolean isEmpty() {
        return secrets.isEmpty();
    }

    List<ObjectNode> secrets() {
        return secrets;
    }

    /** As one List. */
    SecretValue list() {
        ObjectNode list =
                JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "List");
        list.putArray("items").addAll(secrets);
        return new SecretValue(list.toString().getBytes(StandardCharsets.UTF_8));
    }
}
