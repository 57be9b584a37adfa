package dev.tidemark.snapshots.seal;

import dev.tidemark.snapshots.fingerprint.FingerprintKey;
import dev.tidemark.snapshots.model.Sha256;
import java.nio.charset.StandardCharsets;

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
        return key.fingerprint(
                bytes(VERSION),
                bytes(repository),
                bytes(namespace),
                bytes(name),
                bytes(scope.word()),
                bytes(item),
                certificate,
                Sha256.of(sealed),
                value);
    }

    private static byte[] bytes(String field) {
        return field.getBytes(StandardCharsets.UTF_8);
    }
}
