package dev.tidemark.snapshots.seal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.fingerprint.FingerprintKey;
import dev.tidemark.snapshots.layout.SealedDocuments;
import dev.tidemark.snapshots.model.SecretValue;
import dev.tidemark.snapshots.sops.SopsFingerprints;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Tells ciphertexts that this repository sealed from those that somebody else sealed, or that were taken from another
 * place: anyone can seal, but only who has the fingerprint key can say that it was himself.
 */
public final class SealCheck {

    private static final Base64.Decoder DECODER = Base64.getDecoder();

    private final FingerprintKey key;
    private final Fingerprint fingerprint;
    private final SopsFingerprints sops;

    /** {@code repository} is the snapshot repository's id. */
    public SealCheck(FingerprintKey key, String repository) {
        this.key = key;
        this.fingerprint = new Fingerprint(key, repository);
        this.sops = new SopsFingerprints(key, repository);
    }

    /** Whether the document's fingerprints were made with this key, and not with one before or after it. */
    public boolean knows(ObjectNode document) {
        return SealedDocuments.isSops(document)
                ? sops.knows(document)
                : Sealer.fingerprints(document).keyId().equals(key.id());
    }

    /**
     * The items of a sealed document whose fingerprint does not fit: foreign, swapped, or without one. A SOPS file has one
     * fingerprint for all of it.
     */
    public List<String> foreign(ObjectNode document, Unsealer.Unsealed.Opened opened) {
        if (SealedDocuments.isSops(document)) {
            return sops.fit(opened.object(), document)
                    ? List.of()
                    : List.copyOf(opened.items().keySet());
        }
        return foreignItems(document, opened.items());
    }

    private List<String> foreignItems(ObjectNode document, SortedMap<String, SecretValue> values) {
        Fingerprints fingerprints = Sealer.fingerprints(document);
        List<String> foreign = new ArrayList<>();
        for (Map.Entry<String, JsonNode> item :
                document.path("spec").path("encryptedData").properties()) {
            Optional<Fingerprints.Item> known =
                    Optional.ofNullable(fingerprints.items().get(item.getKey()));
            SecretValue value = values.get(item.getKey());
            if (known.isEmpty() || value == null || !fits(document, item, known.get(), value)) {
                foreign.add(item.getKey());
            }
        }
        return foreign;
    }

    private boolean fits(
            ObjectNode document, Map.Entry<String, JsonNode> item, Fingerprints.Item known, SecretValue value) {
        JsonNode metadata = document.path("metadata");
        try {
            String expected = fingerprint.of(
                    metadata.path("namespace").asText(),
                    metadata.path("name").asText(),
                    Scope.of(metadata.path("annotations")),
                    item.getKey(),
                    DECODER.decode(known.certificate().substring("SHA256:".length())),
                    DECODER.decode(item.getValue().asText()),
                    value.reveal());
            return FingerprintKey.same(expected, known.fingerprint());
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return false;
        }
    }
}
