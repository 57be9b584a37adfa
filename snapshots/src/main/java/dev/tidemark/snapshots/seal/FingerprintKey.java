package dev.tidemark.snapshots.seal;

import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.SecretValue;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

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

    private static Failure malformed() {
        return Failure.usage(
                "bad-fingerprint-key",
                "read the fingerprint key",
                "the file is damaged or of a later version",
                "restore it from its copy; without it every Secret is sealed anew once");
    }
}
