package dev.tidemark.snapshots.sops;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tidemark.snapshots.age.AgeFile;
import dev.tidemark.snapshots.age.Recipients;
import dev.tidemark.snapshots.layout.SealedDocuments;
import dev.tidemark.snapshots.model.SecretValue;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Encrypts Secrets as sops does for recipients of age. Whoever seals cannot open: the key of a document is for the
 * recipients alone. So a document is kept whole as long as its Secret is unchanged, which a keyed fingerprint tells, and is
 * else made anew, under another key.
 */
public final class SopsSealer {

    /** The format is that of this version, with which it is tested. */
    private static final String VERSION = "3.13.3";

    private final Optional<Recipients> recipients;
    private final SopsFingerprints fingerprints;
    private final SecureRandom random = new SecureRandom();

    public SopsSealer(Recipients recipients, SopsFingerprints fingerprints) {
        this(Optional.of(recipients), fingerprints);
    }

    private SopsSealer(Optional<Recipients> recipients, SopsFingerprints fingerprints) {
        this.recipients = recipients;
        this.fingerprints = fingerprints;
    }

    /** For a comparison, of which nothing leaves: keeps a document whoever its recipients are, and makes new ones for nobody. */
    public static SopsSealer comparing(SopsFingerprints fingerprints) {
        return new SopsSealer(Optional.empty(), fingerprints);
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
                .orElseGet(() -> new Sealed(fresh(ordered, previous, now.truncatedTo(ChronoUnit.SECONDS)), false));
    }

    private boolean unchanged(ObjectNode secret, ObjectNode document) {
        return recipients
                        .map(r -> r.names().equals(SopsOpener.recipients(document)))
                        .orElse(true)
                && fingerprints.fit(secret, document);
    }

    private ObjectNode fresh(ObjectNode secret, Optional<ObjectNode> previous, Instant now) {
        byte[] dataKey = new byte[ValueCipher.KEY];
        random.nextBytes(dataKey);
        ValueCipher cipher = new ValueCipher(dataKey);
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        for (String recipient : recipients.map(Recipients::names).orElse(List.of())) {
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
        document.set(SealedDocuments.SOPS, metadata);
        fingerprints.mark(secret, document, previous);
        return document;
    }
}
