package dev.tidemark.reconciler.keys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.SecretValue;
import dev.tidemark.snapshots.seal.Keyring;
import dev.tidemark.snapshots.seal.SealingKeyPair;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import dev.tidemark.snapshots.yaml.MalformedYaml;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is inside an escrow: a v1 List that {@code kubectl apply} and {@code kubeseal --recovery-private-key} take. Its
 * first Secret is the repository's key set. Then follow its own sealing pairs in the form of a controller's, which can
 * so adopt them, and the controller's own. Each has a {@code tls.key}, since kubeseal refuses a List with one that lacks it.
 *
 * @param repository id
 */
public record EscrowList(String repository, KeySet set, ControllerKeys controllerKeys) {

    private static final String KEYS = "tidemark.dev/keys";
    private static final String SET = "tidemark-keys";

    /**
     * What a file holds.
     *
     * @param identity the offline identity file
     * @throws Failure when it does not open, or is something else
     */
    public static EscrowList open(SecretValue file, Optional<SecretValue> identity) {
        return parse(KeyFile.content(file, identity));
    }

    /** Everything that sealed items can be opened with. */
    public Keyring keyring() {
        return set.keyring().plus(controllerKeys.keyring());
    }

    /** What each private key in it goes by. */
    public List<String> names() {
        return Stream.concat(set.names().stream(), controllerKeys.keyring().certificates().stream())
                .distinct()
                .toList();
    }

    /** The List. */
    public SecretValue encode() {
        ObjectNode list =
                JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "List");
        List<ObjectNode> pairs = pairs();
        ObjectNode first = list.withArray("items").addObject();
        fill(first, SET, "Opaque").put(KEYS, repository);
        ObjectNode data = first.putObject("data");
        set.files().forEach((name, content) -> data.put(name, base64(content.reveal())));
        List<ObjectNode> others = new ArrayList<>(pairs);
        others.addAll(controllerKeys.secrets());
        others.stream().findFirst().ifPresent(key -> {
            data.set("tls.key", key.path("data").path("tls.key"));
            data.set("tls.crt", key.path("data").path("tls.crt"));
        });
        list.withArray("items").addAll(others);
        return new SecretValue(CanonicalYaml.write(list));
    }

    /** The repository's own pairs, newest first. */
    private List<ObjectNode> pairs() {
        List<ObjectNode> pairs = new ArrayList<>();
        for (SealingKeyPair pair : set.pairs()) {
            ObjectNode secret = JsonNodeFactory.instance.objectNode();
            fill(secret, "tidemark-" + repository.substring(0, 8) + "-" + (pairs.size() + 1), "kubernetes.io/tls")
                    .put(KEYS, repository)
                    .put(ControllerKeys.LABEL, "active");
            secret.putObject("data")
                    .put("tls.key", base64(pair.privateKeyPem().reveal()))
                    .put("tls.crt", base64(pair.certificatePem()));
            pairs.add(secret);
        }
        return pairs;
    }

    /** Gives a Secret its name and returns its labels. */
    private static ObjectNode fill(ObjectNode secret, String name, String type) {
        secret.put("apiVersion", "v1").put("kind", "Secret").put("type", type);
        ObjectNode metadata = secret.putObject("metadata").put("name", name).put("namespace", "kube-system");
        return metadata.putObject("labels");
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** @throws Failure usage, when it is no escrow's content */
    static EscrowList parse(SecretValue content) {
        try {
            TreeMap<String, SecretValue> files = new TreeMap<>();
            String repository = "";
            List<ObjectNode> controllers = new ArrayList<>();
            for (JsonNode item : CanonicalYaml.read(content.reveal()).path("items")) {
                JsonNode labels = item.path("metadata").path("labels");
                if (item.path("metadata").path("name").asText().equals(SET) && labels.has(KEYS)) {
                    repository = labels.path(KEYS).asText();
                    for (Map.Entry<String, JsonNode> file : item.path("data").properties()) {
                        if (!file.getKey().startsWith("tls.")) {
                            byte[] bytes =
                                    Base64.getDecoder().decode(file.getValue().asText());
                            files.put(file.getKey(), new SecretValue(bytes));
                        }
                    }
                } else if (!labels.has(KEYS)) {
                    controllers.add((ObjectNode) item);
                }
            }
            if (!repository.isEmpty()) {
                return new EscrowList(repository, new KeySet(files), ControllerKeys.of(controllers));
            }
        } catch (MalformedYaml | IllegalArgumentException | ClassCastException e) {
            throw foreign(); // without the cause, which might repeat a key
        }
        throw foreign();
    }

    private static Failure foreign() {
        return Failure.usage(
                "no-escrow",
                "read the escrow",
                "what is inside is no key set of a snapshot repository",
                "tidemark keys escrow writes one; other key files are for --keys");
    }
}
