package dev.tidemark.snapshots.seal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.layout.SecretDocuments;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Turns Secrets into SealedSecret documents. A value that has not changed keeps its ciphertext byte for byte. May be used
 * by several threads at once.
 */
public final class Sealer {

    private static final Base64.Decoder DECODER = Base64.getDecoder();
    private static final Base64.Encoder ENCODER = Base64.getEncoder();

    private final SealingCertificate certificate;
    private final FingerprintKey key;
    private final Fingerprint fingerprint;
    private final SecureRandom random = new SecureRandom();

    /** {@code repository} is the snapshot repository's id. */
    public Sealer(SealingCertificate certificate, FingerprintKey key, String repository) {
        this.certificate = certificate;
        this.key = key;
        this.fingerprint = new Fingerprint(key.key(), repository);
    }

    /**
     * A sealed Secret.
     *
     * @param document the SealedSecret
     * @param itemsSealed how many items were sealed anew
     * @param itemsReused how many kept their ciphertext
     */
    public record Sealed(ObjectNode document, int itemsSealed, int itemsReused) {}

    /** Where the items of one Secret may be opened. */
    private record Place(String namespace, String name, Scope scope) {}

    /**
     * Seals a Secret in strict scope, or in the one that its annotations ask for.
     *
     * @param secret a Secret with {@code data} as base64
     * @param previous the document of it in the snapshot before
     */
    public Sealed seal(ObjectNode secret, Optional<ObjectNode> previous) {
        JsonNode metadata = secret.path("metadata");
        Place place = new Place(
                metadata.path("namespace").asText(),
                metadata.path("name").asText(),
                Scope.of(metadata.path("annotations")));
        Fingerprints before = previous.map(Sealer::fingerprints).orElse(new Fingerprints("", new TreeMap<>()));
        JsonNode ciphertexts = previous.<JsonNode>map(p -> p.path("spec").path("encryptedData"))
                .orElse(JsonNodeFactory.instance.objectNode());
        ObjectNode sealedItems = JsonNodeFactory.instance.objectNode();
        TreeMap<String, Fingerprints.Item> items = new TreeMap<>();
        int reused = 0;
        for (Map.Entry<String, JsonNode> item : secret.path("data").properties()) {
            byte[] value = DECODER.decode(item.getValue().asText(""));
            String text = ciphertexts.path(item.getKey()).asText("");
            Optional<Fingerprints.Item> known = before.keyId().equals(key.id())
                    ? Optional.ofNullable(before.items().get(item.getKey()))
                    : Optional.empty();
            if (known.isPresent() && unchanged(place, item.getKey(), known.get(), text, value)) {
                reused++;
                items.put(item.getKey(), known.get());
                sealedItems.put(item.getKey(), text);
            } else {
                byte[] sealed = ItemCipher.seal(
                        certificate.publicKey(), place.scope().label(place.namespace(), place.name()), value, random);
                sealedItems.put(item.getKey(), ENCODER.encodeToString(sealed));
                items.put(item.getKey(), fingerprint(place, item.getKey(), sealed, value));
            }
        }
        ObjectNode document = document(secret, place, new Fingerprints(key.id(), items), sealedItems);
        return new Sealed(document, items.size() - reused, reused);
    }

    /** A certificate's name is the base64 of its fingerprint, so that an item of an older one can be checked too. */
    private boolean unchanged(Place place, String item, Fingerprints.Item known, String text, byte[] value) {
        try {
            byte[] sealedFor = DECODER.decode(known.certificate().substring("SHA256:".length()));
            String expected = fingerprint.of(
                    place.namespace(), place.name(), place.scope(), item, sealedFor, DECODER.decode(text), value);
            return Fingerprint.same(expected, known.fingerprint());
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return false; // a damaged document: sealed anew
        }
    }

    private Fingerprints.Item fingerprint(Place place, String item, byte[] sealed, byte[] value) {
        String fp = fingerprint.of(
                place.namespace(), place.name(), place.scope(), item, certificate.fingerprintBytes(), sealed, value);
        return new Fingerprints.Item(fp, certificate.fingerprint());
    }

    static Fingerprints fingerprints(ObjectNode document) {
        return Fingerprints.parse(document.path("metadata")
                .path("annotations")
                .path(SecretDocuments.FINGERPRINTS)
                .asText(""));
    }

    /** Labels, annotations and type always stand in the template: kubeseal --merge-into fails without the maps. */
    private static ObjectNode document(
            ObjectNode secret, Place place, Fingerprints fingerprints, ObjectNode sealedItems) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("apiVersion", "bitnami.com/v1alpha1").put("kind", "SealedSecret");
        ObjectNode metadata = document.putObject("metadata");
        metadata.put("name", place.name()).put("namespace", place.namespace());
        ObjectNode annotations = metadata.putObject("annotations");
        annotations.put(SecretDocuments.FINGERPRINTS, fingerprints.toAnnotation());
        if (place.scope() != Scope.STRICT) {
            annotations.put(place.scope().annotation(), "true");
        }
        ObjectNode spec = document.putObject("spec");
        spec.set("encryptedData", sealedItems);
        ObjectNode template = spec.putObject("template");
        ObjectNode templateMetadata = template.putObject("metadata");
        templateMetadata.set("labels", mapping(secret.path("metadata").path("labels")));
        templateMetadata.set("annotations", mapping(secret.path("metadata").path("annotations")));
        template.put("type", secret.path("type").asText("Opaque"));
        if (secret.has("immutable")) {
            template.set("immutable", secret.get("immutable"));
        }
        return document;
    }

    private static JsonNode mapping(JsonNode node) {
        return node.isObject() ? node : JsonNodeFactory.instance.objectNode();
    }
}
