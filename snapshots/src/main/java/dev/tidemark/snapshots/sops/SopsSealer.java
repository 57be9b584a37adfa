package dev.tidemark.snapshots.sops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tidemark.snapshots.age.AgeFile;
import dev.tidemark.snapshots.age.Recipients;
import dev.tidemark.snapshots.model.SecretValue;
import dev.tidemark.snapshots.seal.FingerprintKey;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Encrypts Secrets as sops does for recipients of age. Whoever seals cannot open: the key of a document is for the
 * recipients alone. So a document is kept whole as long as its Secret is unchanged, which a keyed fingerprint tells, and is
 * else made anew, under another key.
 */
public final class SopsSealer {

    static final String METADATA = "sops";
    /** Our mark in that block, of which sops and Flux make nothing. */
    static final String FINGERPRINT = "tidemark";
    /** The format is that of this version, with which it is tested. */
    private static final String VERSION = "3.13.3";

    private static final String FINGERPRINT_VERSION = "sops-fp/1";

    private final Recipients recipients;
    private final FingerprintKey key;
    private final String repository;
    private final SecureRandom random = new SecureRandom();

    /** {@code repository} is the snapshot repository's id. */
    public SopsSealer(Recipients recipients, FingerprintKey key, String repository) {
        this.recipients = recipients;
        this.key = key;
        this.repository = repository;
    }

    /**
     * A sealed Secret.
     *
     * @param kept whether the document is the previous one
     */
    public record Sealed(ObjectNode document, boolean kept) {}

    /**
     * @param secret its values under {@code data} in base64
     * @param previous the document of it in the snapshot before
     * @param now stands in a new document, and in no kept one
     */
    public Sealed seal(ObjectNode secret, Optional<ObjectNode> previous, Instant now) {
        ObjectNode ordered =
                CanonicalYaml.read(CanonicalYaml.write(secret)); // the MAC is over the values in their order
        return previous.filter(document -> unchanged(ordered, document))
                .map(document -> new Sealed(document, true))
                .orElseGet(() -> new Sealed(fresh(ordered, now.truncatedTo(ChronoUnit.SECONDS)), false));
    }

    private boolean unchanged(ObjectNode secret, ObjectNode document) {
        JsonNode ours = document.path(METADATA).path(FINGERPRINT);
        return ours.path("kid").asText().equals(key.id())
                && recipientsOf(document).equals(recipients.names())
                && FingerprintKey.same(
                        key.fingerprint(fields(secret, document)),
                        ours.path("fp").asText());
    }

    private static List<String> recipientsOf(ObjectNode document) {
        return StreamSupport.stream(document.path(METADATA).path("age").spliterator(), false)
                .map(entry -> entry.path("recipient").asText())
                .toList();
    }

    private ObjectNode fresh(ObjectNode secret, Instant now) {
        byte[] dataKey = new byte[ValueCipher.KEY];
        random.nextBytes(dataKey);
        ValueCipher cipher = new ValueCipher(dataKey);
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        for (String recipient : recipients.names()) {
            String file = AgeFile.armored(new SecretValue(dataKey), Recipients.of(List.of(recipient)));
            metadata.withArray("age").addObject().put("enc", file).put("recipient", recipient);
        }
        metadata.put("encrypted_regex", EncryptionRule.SECRETS).put("lastmodified", now.toString());
        EncryptionRule rule = EncryptionRule.of(metadata);
        DocumentMac mac = new DocumentMac();
        ObjectNode document = Leaves.changed(secret, (path, value) -> {
            ValueCipher.Plain plain = PlainValues.of(value);
            mac.add(plain);
            return rule.encrypts(path) ? TextNode.valueOf(cipher.encrypt(plain, Leaves.place(path))) : value;
        });
        ValueCipher.Plain sum = new ValueCipher.Plain("str", mac.value().getBytes(StandardCharsets.US_ASCII));
        metadata.put("mac", cipher.encrypt(sum, now.toString())).put("version", VERSION);
        document.set(METADATA, metadata);
        metadata.putObject(FINGERPRINT)
                .put("fp", key.fingerprint(fields(secret, document)))
                .put("kid", key.id());
        return document;
    }

    /** The ciphertext is among them as a hash, so that a fingerprint tells a reader nothing of the values. */
    private byte[][] fields(ObjectNode secret, ObjectNode document) {
        ObjectNode unmarked = document.deepCopy();
        ((ObjectNode) unmarked.path(METADATA)).remove(FINGERPRINT);
        try {
            return new byte[][] {
                FINGERPRINT_VERSION.getBytes(StandardCharsets.US_ASCII),
                repository.getBytes(StandardCharsets.UTF_8),
                MessageDigest.getInstance("SHA-256").digest(CanonicalYaml.write(unmarked)),
                CanonicalYaml.write(secret)
            };
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
