package dev.tidemark.snapshots.sops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.age.AgeFile;
import dev.tidemark.snapshots.age.Identities;
import dev.tidemark.snapshots.layout.SealedDocuments;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.SecretValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Opens documents that were encrypted for recipients of age: ours and those of the sops program. */
public final class SopsOpener {

    private final Identities identities;

    public SopsOpener(Identities identities) {
        this.identities = identities;
    }

    /** What became of a document. */
    public sealed interface Result {

        /** The object, all of its values plain and proven to be those that were written. */
        record Opened(ObjectNode object) implements Result {

            @Override
            public String toString() {
                return "Opened";
            }
        }

        record Unopenable(String reason) implements Result {}
    }

    /** For whom {@code document} is encrypted, {@code age1…} each. */
    public static List<String> recipients(ObjectNode document) {
        return StreamSupport.stream(
                        document.path(SealedDocuments.SOPS).path("age").spliterator(), false)
                .map(entry -> entry.path("recipient").asText())
                .toList();
    }

    /** Opens all of a document, or nothing. */
    public Result open(ObjectNode document) {
        JsonNode metadata = document.path(SealedDocuments.SOPS);
        if (metadata.has("key_groups") || metadata.path("mac_only_encrypted").asBoolean()) {
            return new Result.Unopenable("it uses key groups or mac_only_encrypted, which only sops opens");
        }
        Optional<SecretValue> key = dataKey(metadata.path("age"));
        if (key.isEmpty()) {
            return new Result.Unopenable("it is encrypted for "
                    + String.join(", ", recipients(document))
                    + ", and no identity that was given is one of these");
        }
        try {
            return open(document, metadata, new ValueCipher(key.get().reveal()));
        } catch (UnknownForm e) {
            return new Result.Unopenable(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) { // what the platform says of it may hold a value
            return new Result.Unopenable("it is not as sops writes it");
        }
    }

    /** Each recipient has a file of its own with the same key. */
    private Optional<SecretValue> dataKey(JsonNode recipients) {
        return StreamSupport.stream(recipients.spliterator(), false)
                .flatMap(recipient -> opened(recipient.path("enc").asText("")).stream())
                .filter(key -> key.length() == ValueCipher.KEY)
                .findFirst();
    }

    private Optional<SecretValue> opened(String file) {
        try {
            return Optional.of(AgeFile.open(file.getBytes(StandardCharsets.US_ASCII), identities));
        } catch (Failure ofAnother) { // most are for somebody else
            return Optional.empty();
        }
    }

    private static Result open(ObjectNode document, JsonNode metadata, ValueCipher cipher) {
        EncryptionRule rule = EncryptionRule.of(metadata);
        DocumentMac mac = new DocumentMac();
        ObjectNode body = document.deepCopy();
        body.remove(SealedDocuments.SOPS);
        ObjectNode object = Leaves.changed(body, (path, value) -> {
            ValueCipher.Plain plain = rule.encrypts(path)
                    ? cipher.decrypt(value.asText(), Leaves.place(path))
                            .orElseThrow(() -> new UnknownForm("its value at " + String.join(".", path)
                                    + " was altered, or stood elsewhere when it was encrypted"))
                    : PlainValues.of(value);
            mac.add(plain);
            return rule.encrypts(path) ? PlainValues.node(plain) : value;
        });
        Optional<ValueCipher.Plain> expected = cipher.decrypt(
                metadata.path("mac").asText(), metadata.path("lastmodified").asText());
        boolean same = expected.isPresent()
                && MessageDigest.isEqual(expected.get().bytes(), mac.value().getBytes(StandardCharsets.US_ASCII));
        return same
                ? new Result.Opened(object)
                : new Result.Unopenable(
                        "its MAC does not fit: a value or the order of values is not as it was written");
    }
}
