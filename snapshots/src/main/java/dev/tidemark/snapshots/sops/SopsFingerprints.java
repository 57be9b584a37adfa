package dev.tidemark.snapshots.sops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.fingerprint.FingerprintKey;
import dev.tidemark.snapshots.layout.SealedDocuments;
import dev.tidemark.snapshots.model.Sha256;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Our block in that of sops, of which sops and Flux make nothing: a fingerprint of the whole document, by which an unchanged
 * Secret keeps it, and a mark for each value, which stays while the value does and so says which one has changed.
 */
public final class SopsFingerprints {

    private static final String BLOCK = "tidemark";
    private static final String FINGERPRINT = "fp";
    private static final String KEY_ID = "kid";
    private static final String VALUES = "values";
    private static final String VERSION = "sops-fp/1";
    private static final String VALUE_VERSION = "sops-value/1";

    private static final int NONCE = 16;
    /** The nonce as base64url, which stands before the fingerprint of a value. */
    private static final int NONCE_TEXT = 22;

    private final FingerprintKey key;
    private final String repository;
    private final SecureRandom random = new SecureRandom();

    /** {@code repository} is the snapshot repository's id. */
    public SopsFingerprints(FingerprintKey key, String repository) {
        this.key = key;
        this.repository = repository;
    }

    /** Whether the document's block was made with this key, and not with one before or after it. */
    public boolean knows(ObjectNode document) {
        return block(document).path(KEY_ID).asText().equals(key.id());
    }

    /** Whether {@code document} is, all of it, what this repository made of {@code secret}. */
    public boolean fit(ObjectNode secret, ObjectNode document) {
        return knows(document)
                && FingerprintKey.same(
                        whole(secret, document),
                        block(document).path(FINGERPRINT).asText());
    }

    /** The mark of each value of {@code data}, by its key; without our block there are none. */
    public static JsonNode marks(ObjectNode document) {
        return block(document).path(VALUES);
    }

    private static JsonNode block(ObjectNode document) {
        return document.path(SealedDocuments.SOPS).path(BLOCK);
    }

    /** Puts our block into {@code document}; a value that was the same in {@code previous} keeps its mark. */
    void mark(ObjectNode secret, ObjectNode document, Optional<ObjectNode> previous) {
        ObjectNode block = document.withObject(SealedDocuments.SOPS).putObject(BLOCK);
        JsonNode before =
                previous.filter(this::knows).map(SopsFingerprints::marks).orElse(JsonNodeFactory.instance.objectNode());
        block.put(KEY_ID, key.id());
        ObjectNode marks = block.putObject(VALUES);
        for (Map.Entry<String, JsonNode> value : secret.path("data").properties()) {
            marks.put(
                    value.getKey(),
                    mark(secret, value, before.path(value.getKey()).asText("")));
        }
        block.put(FINGERPRINT, whole(secret, document));
    }

    private String mark(ObjectNode secret, Map.Entry<String, JsonNode> value, String before) {
        if (before.length() > NONCE_TEXT) {
            String unchanged = markWith(before.substring(0, NONCE_TEXT), secret, value);
            if (FingerprintKey.same(unchanged, before)) {
                return before;
            }
        }
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        return markWith(Base64.getUrlEncoder().withoutPadding().encodeToString(nonce), secret, value);
    }

    /** The nonce is part of it, so that a reader does not even learn that two values are equal. */
    private String markWith(String nonce, ObjectNode secret, Map.Entry<String, JsonNode> value) {
        JsonNode metadata = secret.path("metadata");
        return nonce
                + key.fingerprint(
                        bytes(VALUE_VERSION),
                        bytes(repository),
                        bytes(metadata.path("namespace").asText("")),
                        bytes(metadata.path("name").asText("")),
                        bytes(value.getKey()),
                        bytes(nonce),
                        bytes(value.getValue().asText("")));
    }

    /** The ciphertext is in it as a hash, with the marks, so that it tells a reader nothing of the values. */
    private String whole(ObjectNode secret, ObjectNode document) {
        ObjectNode unmarked = document.deepCopy();
        ((ObjectNode) block(unmarked)).remove(FINGERPRINT);
        return key.fingerprint(
                bytes(VERSION),
                bytes(repository),
                Sha256.of(CanonicalYaml.write(unmarked)),
                CanonicalYaml.write(secret));
    }

    private static byte[] bytes(String field) {
        return field.getBytes(StandardCharsets.UTF_8);
    }
}
