package dev.tidemark.snapshots.seal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.fingerprint.FingerprintKey;
import dev.tidemark.snapshots.layout.SecretDocuments;
import dev.tidemark.snapshots.model.Manifest;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Turns Secrets into SealedSecret documents, and other objects into one sealed item. A value that has not changed keeps its
 * ciphertext byte for byte. May be used by several threads at once.
 */
public final class Sealer implements SecretSealer {

    private static final Base64.Decoder DECODER = Base64.getDecoder();
    private static final Base64.Encoder ENCODER = Base64.getEncoder();

    private final SealingCertificate certificate;
    private final FingerprintKey key;
    private final Fingerprint fingerprint;
    private final Resealing resealing;
    private final SecureRandom random = new SecureRandom();

    /** {@code repository} is the snapshot repository's id. */
    public Sealer(SealingCertificate certificate, FingerprintKey key, String repository) {
        this(certificate, key, repository, Resealing.none());
    }

    /** As above; {@code resealing} says which unchanged values are sealed anew all the same. */
    public Sealer(SealingCertificate certificate, FingerprintKey key, String repository, Resealing resealing) {
        this.certificate = certificate;
        this.key = key;
        this.fingerprint = new Fingerprint(key, repository);
        this.resealing = resealing;
    }

    /**
     * A sealed object.
     *
     * @param document what stands for it
     * @param itemsSealed how many items were sealed anew
     * @param itemsReused how many kept their ciphertext
     */
    public record Sealed(ObjectNode document, int itemsSealed, int itemsReused) {}

    /** In strict scope, or in the one that the Secret's annotations ask for. */
    @Override
    public Sealed seal(ObjectNode secret, Optional<ObjectNode> previous) {
        Place place = Place.of(secret.path("metadata"));
        SortedMap<String, byte[]> values = new TreeMap<>();
        secret.path("data")
                .properties()
                .forEach(item ->
                        values.put(item.getKey(), DECODER.decode(item.getValue().asText(""))));
        Items items = items(place, values, previous);
        return items.in(SealedForm.document(secret, place, items.annotations(), items.ciphertexts()));
    }

    /**
     * Seals an object whole: its canonical bytes are one item, called after its type, which the fingerprint therefore covers.
     *
     * @param previous the document of it in the snapshot before, if it was sealed then
     */
    public Sealed sealWhole(Manifest object, Optional<ObjectNode> previous) {
        Place place = new Place(object.id().namespace(), object.id().name(), Scope.STRICT);
        SortedMap<String, byte[]> value = new TreeMap<>();
        value.put(object.id().qualifiedType(), CanonicalYaml.write(object.tree()));
        Items items = items(place, value, previous);
        return items.in(SealedForm.whole(object.tree(), items.annotations(), items.ciphertexts()));
    }

    /** The sealed items of one document. */
    private record Items(ObjectNode ciphertexts, Fingerprints fingerprints, int reused) {

        ObjectNode annotations() {
            return JsonNodeFactory.instance.objectNode().put(SecretDocuments.FINGERPRINTS, fingerprints.toAnnotation());
        }

        Sealed in(ObjectNode document) {
            return new Sealed(document, ciphertexts.size() - reused, reused);
        }
    }

    private Items items(Place place, SortedMap<String, byte[]> values, Optional<ObjectNode> previous) {
        Fingerprints before = previous.map(Sealer::fingerprints).orElse(new Fingerprints("", new TreeMap<>()));
        JsonNode ciphertexts = previous.<JsonNode>map(p -> p.path("spec").path("encryptedData"))
                .orElse(JsonNodeFactory.instance.objectNode());
        ObjectNode sealedItems = JsonNodeFactory.instance.objectNode();
        TreeMap<String, Fingerprints.Item> items = new TreeMap<>();
        int reused = 0;
        for (Map.Entry<String, byte[]> item : values.entrySet()) {
            byte[] value = item.getValue();
            String text = ciphertexts.path(item.getKey()).asText("");
            Optional<Fingerprints.Item> known = before.keyId().equals(key.id())
                    ? Optional.ofNullable(before.items().get(item.getKey()))
                    : Optional.empty();
            if (known.isPresent()
                    && unchanged(place, item.getKey(), known.get(), text, value)
                    && !resealing.takes(known.get().certificate())) {
                reused++;
                items.put(item.getKey(), known.get());
                sealedItems.put(item.getKey(), text);
            } else {
                byte[] sealed = ItemCipher.seal(certificate.publicKey(), place.label(), value, random);
                sealedItems.put(item.getKey(), ENCODER.encodeToString(sealed));
                items.put(item.getKey(), fingerprint(place, item.getKey(), sealed, value));
            }
        }
        return new Items(sealedItems, new Fingerprints(key.id(), items), reused);
    }

    /** A certificate's name is the base64 of its fingerprint, so that an item of an older one can be checked too. */
    private boolean unchanged(Place place, String item, Fingerprints.Item known, String text, byte[] value) {
        try {
            byte[] sealedFor = DECODER.decode(known.certificate().substring("SHA256:".length()));
            String expected = fingerprint.of(
                    place.namespace(), place.name(), place.scope(), item, sealedFor, DECODER.decode(text), value);
            return FingerprintKey.same(expected, known.fingerprint());
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
}
