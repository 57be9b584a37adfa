package dev.tidemark.snapshots.bundle;

import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.SecretValue;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;

/** What opens a bundle: the bytes that openssl takes too from {@code -pass env:} and {@code -pass file:}. */
public final class Passphrase {

    private static final int RANDOM_BYTES = 32;
    /** Of 32 random bytes about 30 differ; fewer than this occur by chance never. */
    private static final int DIFFERENT_AT_LEAST = 20;
    /** The most that openssl takes from a file. */
    private static final int LONGEST = 1023;

    private final SecretValue text;

    private Passphrase(SecretValue text) {
        this.text = text;
    }

    /** @throws Failure usage, when it is empty, or openssl would take something else from the same text */
    public static Passphrase of(SecretValue text) {
        byte[] bytes = text.reveal();
        if (bytes.length == 0) {
            throw bad("it is empty");
        }
        if (bytes.length > LONGEST) {
            throw bad("it is longer than " + LONGEST + " bytes, of which openssl reads no more");
        }
        for (byte one : bytes) {
            if (one == '\n' || one == 0) {
                throw bad("it has a line feed or a NUL in it, at which openssl stops reading");
            }
        }
        characters(bytes);
        return new Passphrase(text);
    }

    /**
     * The first line of a file, as openssl takes it.
     *
     * @throws Failure usage, as {@link #of}
     */
    public static Passphrase ofFile(SecretValue file) {
        byte[] bytes = file.reveal();
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        return of(new SecretValue(Arrays.copyOf(bytes, end)));
    }

    /** 32 random bytes as base64url, 43 characters. */
    public static Passphrase generate() {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        return new Passphrase(
                new SecretValue(Base64.getUrlEncoder().withoutPadding().encode(random)));
    }

    /** Whether it looks like what {@link #generate} makes: no person chooses such a thing, and none can guess it. */
    public boolean machineMade() {
        try {
            byte[] random = Base64.getUrlDecoder().decode(text.reveal());
            return random.length == RANDOM_BYTES && distinct(random) >= DIFFERENT_AT_LEAST;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static int distinct(byte[] bytes) {
        BitSet seen = new BitSet();
        for (byte one : bytes) {
            seen.set(Byte.toUnsignedInt(one));
        }
        return seen.cardinality();
    }

    /** The line to keep in a file. */
    public SecretValue line() {
        byte[] bytes = text.reveal();
        byte[] line = Arrays.copyOf(bytes, bytes.length + 1);
        line[bytes.length] = '\n';
        return new SecretValue(line);
    }

    byte[] bytes() {
        return text.reveal();
    }

    char[] characters() {
        return characters(text.reveal());
    }

    private static char[] characters(byte[] bytes) {
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            char[] characters = new char[text.remaining()];
            text.get(characters);
            return characters;
        } catch (CharacterCodingException e) {
            throw bad("it is not UTF-8");
        }
    }

    private static Failure bad(String why) {
        return Failure.usage(
                "bad-passphrase",
                "read the passphrase of the bundle",
                why,
                "give one line of UTF-8 text, in TIDEMARK_BUNDLE_PASSPHRASE or the file that --passphrase-file names");
    }
}
