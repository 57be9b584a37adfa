package dev.tidemark.snapshots.seal;

import dev.tidemark.snapshots.fingerprint.FingerprintKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The keyed fingerprint of a sealed value: equal exactly when value, place and ciphertext are. The random ciphertext is
 * part of it, so that it tells a reader nothing, not even that two values are equal.
 */
final class Fingerprint {

    private static final String VERSION = "seal-fp/1";

    private final FingerprintKey key;
    private final String repository;

    Fingerprint(FingerprintKey key, String repository) {
        this.key = key;
        this.repository = repository;
    }

    /** 22 characters, base64url. */
    String of(
            String namespace, String name, Scope scope, String item, byte[] certificate, byte[] sealed, byte[] value) {
        try {
            return key.fingerprint(
                    bytes(VERSION),
                    bytes(repository),
                    bytes(namespace),
                    bytes(name),
                    bytes(scope.word()),
                    bytes(item),
                    certificate,
                    MessageDigest.getInstance("SHA-256").digest(sealed),
                    value);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] bytes(String field) {
        return field.getBytes(StandardCharsets.UTF_8);
    }
}
