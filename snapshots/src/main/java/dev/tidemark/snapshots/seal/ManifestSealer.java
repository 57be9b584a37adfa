package dev.tidemark.snapshots.seal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.Failure;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Turns Secrets that people write into SealedSecrets, as kubeseal does: without fingerprints, since such a document is an
 * object of its own and not a Secret of a snapshot.
 */
public final class ManifestSealer {

    private final SealingCertificate certificate;
    private final SecureRandom random = new SecureRandom();

    public ManifestSealer(SealingCertificate certificate) {
        this.certificate = certificate;
    }

    /**
     * Seals every item of {@code data} and {@code stringData}; of the metadata only labels and annotations go along.
     *
     * @param secret as {@code kubectl} reads it
     * @param scope empty for the one that its annotations ask for
     * @param namespace of a Secret that names none
     * @throws Failure usage, when it is no Secret, or lacks what its scope binds it to
     */
    public ObjectNode seal(ObjectNode secret, Optional<Scope> scope, Optional<String> namespace) {
        JsonNode metadata = secret.path("metadata");
        String name = metadata.path("name").asText("");
        if (!secret.path("kind").asText().equals("Secret")
                || !secret.path("apiVersion").asText().equals("v1")) {
            throw unfit("the " + secret.path("kind").asText("document") + " " + name, "it is no Secret (v1)");
        }
        Place place = new Place(
                metadata.path("namespace").asText(namespace.orElse("")),
                name,
                scope.orElseGet(() -> Scope.of(metadata.path("annotations"))));
        if (name.isEmpty()) {
            throw unfit("a Secret", "it has no name");
        }
        if (place.namespace().isEmpty() && place.scope() != Scope.CLUSTER_WIDE) {
            throw unfit("the Secret " + name, "it names no namespace, which its scope binds it to; -n gives one");
        }
        ObjectNode items = JsonNodeFactory.instance.objectNode();
        values(secret, name).forEach((item, value) -> {
            byte[] sealed = ItemCipher.seal(certificate.publicKey(), place.label(), value, random);
            items.put(item, Base64.getEncoder().encodeToString(sealed));
        });
        return SealedForm.document(cleaned(secret, place.scope()), place, JsonNodeFactory.instance.objectNode(), items);
    }

    /** {@code stringData} wins, as it does at the API server; null is the empty value. */
    private static Map<String, byte[]> values(ObjectNode secret, String name) {
        Map<String, byte[]> values = new TreeMap<>();
        for (Map.Entry<String, JsonNode> item : secret.path("data").properties()) {
            try {
                String text = item.getValue().isNull() ? "" : item.getValue().asText();
                values.put(item.getKey(), decoded(text.replaceAll("[\r\n]", "")));
            } catch (IllegalArgumentException e) {
                throw unfit("the Secret " + name, "its item " + item.getKey() + " is no base64");
            }
        }
        for (Map.Entry<String, JsonNode> item : secret.path("stringData").properties()) {
            String text = item.getValue().isNull() ? "" : item.getValue().asText();
            values.put(item.getKey(), text.getBytes(StandardCharsets.UTF_8));
        }
        return values;
    }

    /** Strict as the API server is: padded. */
    private static byte[] decoded(String base64) {
        if (base64.length() % 4 != 0) {
            throw new IllegalArgumentException("not padded");
        }
        return Base64.getDecoder().decode(base64);
    }

    /** The annotations say the scope, and no kubectl's copy of the whole object, which holds the values. */
    private static ObjectNode cleaned(ObjectNode secret, Scope scope) {
        ObjectNode cleaned = secret.deepCopy();
        ObjectNode annotations = cleaned.withObject("/metadata").path("annotations") instanceof ObjectNode there
                ? there
                : cleaned.withObject("/metadata").putObject("annotations");
        annotations.remove("kubectl.kubernetes.io/last-applied-configuration");
        annotations.remove("kapp.k14s.io/original");
        annotations.remove("kapp.k14s.io/original-diff");
        annotations.remove("objectset.rio.cattle.io/applied");
        for (Scope wide : new Scope[] {Scope.NAMESPACE_WIDE, Scope.CLUSTER_WIDE}) {
            annotations.remove(wide.annotation());
        }
        if (scope != Scope.STRICT) {
            annotations.put(scope.annotation(), "true");
        }
        return cleaned;
    }

    private static Failure unfit(String what, String why) {
        return Failure.usage("unfit-manifest", "seal " + what, why, "give Secrets with a name, and nothing else");
    }
}
