package dev.tidemark.snapshots.fingerprint;

import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.SecretValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of the fingerprints by which an unchanged value is recognised without opening it. Who has it can test guesses
 * of values, and nothing else; without it everything is sealed anew once.
 *
 * @param id names the key in the documents that it was used for
 * @param key 32 bytes
 */
public record FingerprintKey(String id, SecretValue key) {

    private static final int KEY = 32;
    private static final int ID = 4;
    private static final int FINGERPRINT = 16;
    private static final String VERSION = "v1";

    public static FingerprintKey generate() {
        SecureRandom random = new SecureRandom();
        byte[] key = new byte[KEY];
        random.nextBytes(key);
        byte[] id = new byte[ID];
        random.nextBytes(id);
        return new FingerprintKey(HexFormat.of().formatHex(id), new SecretValue(key));
    }

    /** One line: {@code v1 <id> <base64>}. */
    public SecretValue encode() {
        String line = VERSION + " " + id + " " + Base64.getEncoder().encodeToString(key.reveal()) + "\n";
        return new SecretValue(line.getBytes(StandardCharsets.US_ASCII));
    }

    /** @throws Failure usage, when it is no such line */
    public static FingerprintKey parse(SecretValue file) {
        String[] words =
                new String(file.reveal(), StandardCharsets.US_ASCII).strip().split(" ", -1);
        try {
            if (words.length == 3 && words[0].equals(VERSION)) {
                byte[] key = Base64.getDecoder().decode(words[2]);
                if (key.length == KEY) {
                    return new FingerprintKey(words[1], new SecretValue(key));
                }
            }
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
        throw malformed();
    }

    /**
     * Of these fields, each preceded by its length: the first 16 bytes of their HMAC-SHA-256, as 22 characters of base64url.
     * Whoever has no more than that learns nothing, as long as a field is random.
     */
    public String fingerprint(byte[]... fields) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.reveal(), "HmacSHA256"));
            for (byte[] field : fields) {
                mac.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(field.length).array());
                mac.update(field);
            }
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(mac.doFinal(), FINGERPRINT));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    /** Whether two fingerprints are one, in a time that does not depend on where they differ. */
    public static boolean same(String left, String right) {
        return MessageDigest.isEqual(
                left.getBytes(StandardCharsets.US_ASCII), right.getBytes(StandardCharsets.US_ASCII));
    }

    private static Failure malformed() {
        return Failure.usage(
                "bad-fingerprint-key",
                "read the fingerprint key",
                "the file is damaged or of a later version",
                "restore it from its copy; without it every Secret is sealed anew once");
    }
}
