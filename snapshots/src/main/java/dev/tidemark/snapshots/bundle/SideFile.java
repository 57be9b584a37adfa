package dev.tidemark.snapshots.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What stands beside a bundle: what {@code openssl enc} cannot keep in it, how its key is derived, and what it must be.
 *
 * @param iterations of PBKDF2, for the key where {@code kdf} is that, and for the MAC's key in any case
 * @param file what the encrypted file must be
 * @param createdAt to the second
 * @param repository id of the repository that it was made from
 * @param commit whose state it holds
 */
public record SideFile(
        Kdf kdf, int iterations, EncryptedFile file, Instant createdAt, String repository, String commit) {

    /** The namespace of its signature (PROTOCOL.sshsig). */
    public static final String NAMESPACE = "bundle@tidemark.dev";

    static final String CIPHER = "aes-256-cbc";
    private static final String DIGEST = "sha256";
    private static final int VERSION = 1;
    /** Some ten seconds; more would be no protection but a way to make an opener hang. */
    private static final int MOST_ITERATIONS = 10_000_000;

    private static final Pattern HEX = Pattern.compile("[0-9a-f]+");
    private static final int SHA256_DIGITS = 64;

    public SideFile {
        check(iterations > 0 && iterations <= MOST_ITERATIONS, "iter is " + iterations);
        check(file.size() > 0, "size is " + file.size());
        check(file.sha256().length() == SHA256_DIGITS && hex(file.sha256()), "sha256 is no SHA-256");
        check(file.hmac().length() == SHA256_DIGITS && hex(file.hmac()), "hmac is no HMAC-SHA-256");
        check(hex(repository), "repository is no id of one");
        check(hex(commit), "gitCommit is no commit id");
    }

    private static boolean hex(String text) {
        return HEX.matcher(text).matches();
    }

    private static void check(boolean good, String why) {
        if (!good) {
            throw new IllegalArgumentException(why);
        }
    }

    /** The JSON, with the command that opens the bundle {@code name} without Tidemark. */
    public byte[] toJson(String name) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("v", VERSION)
                .put("cipher", CIPHER)
                .put("kdf", kdf.name())
                .put("iter", iterations)
                .put("md", DIGEST)
                .put("size", file.size())
                .put("sha256", file.sha256())
                .put("hmac", file.hmac())
                .put("createdAt", createdAt.toString())
                .put("repository", repository)
                .put("gitCommit", commit)
                .put("open", command(kdf, iterations, quoted(name)));
        return (json.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** How stock openssl opens a bundle; {@code file} as a shell takes it. */
    static String command(Kdf kdf, int iterations, String file) {
        String derivation =
                kdf == Kdf.legacy ? "" : String.format(Locale.ROOT, " -pbkdf2 -iter %d -md %s", iterations, DIGEST);
        return "openssl enc -" + CIPHER + " -d -salt" + derivation + " -in " + file
                + " -out backup.tar.gz -pass env:TIDEMARK_BUNDLE_PASSPHRASE";
    }

    /** As a POSIX shell reads a word. */
    static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** A line as {@code sha256sum -c} reads it. */
    public byte[] sumLine(String name) {
        return (file.sha256() + "  " + name + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** @throws Failure failed {@code bad-side-file}, when it is no side file that can be read here */
    static SideFile parse(byte[] json, String origin) {
        try {
            JsonNode node = new ObjectMapper().readTree(json);
            check(node != null && node.path("v").asInt() == VERSION, "v is not " + VERSION);
            check(node.path("cipher").asText().equals(CIPHER), "cipher is not " + CIPHER);
            check(node.path("md").asText().equals(DIGEST), "md is not " + DIGEST);
            return new SideFile(
                    kdf(node.path("kdf").asText()),
                    node.path("iter").asInt(),
                    new EncryptedFile(
                            node.path("size").asLong(),
                            node.path("sha256").asText(),
                            node.path("hmac").asText()),
                    Instant.parse(node.path("createdAt").asText()),
                    node.path("repository").asText(),
                    node.path("gitCommit").asText());
        } catch (JsonProcessingException e) {
            throw unreadable(origin, "it is no JSON");
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw unreadable(origin, String.valueOf(e.getMessage()));
        }
    }

    private static Kdf kdf(String name) {
        return Stream.of(Kdf.values())
                .filter(kdf -> kdf.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("kdf is " + name));
    }

    private static Failure unreadable(String origin, String why) {
        return Failure.failed(
                "bad-side-file",
                "read the side file " + origin,
                why,
                "take it anew from where the bundle was copied from; or use a newer version of Tidemark");
    }
}
