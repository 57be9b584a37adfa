package dev.tidemark.snapshots.seal;

import dev.tidemark.snapshots.model.SecretValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keyed fingerprint of a sealed value: equal exactly when value, place and ciphertext are. The random ciphertext is
 * part of it, so that it tells a reader nothing, not even that two values are equal.
 */
final class Fingerprint {

    private static final String VERSION = "seal-fp/1";
    private static final int BYTES = 16;

    private final SecretValue key;
    private final String repository;

    Fingerprint(SecretValue key, String repository) {
        this.key = key;
        this.repository = repository;
    }

    /** 22 characters, base64url. */
    String of(
            String namespace, String name, Scope scope, String item, byte[] certificate, byte[] sealed, byte[] value) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.reveal(), "HmacSHA256"));
            for (String field : new String[] {VERSION, repository, namespace, name, scope.word(), item}) {
                update(mac, field.getBytes(StandardCharsets.UTF_8));
            }
            update(mac, certificate);
            update(mac, MessageDigest.getInstance("SHA-256").digest(sealed));
            update(mac, value);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(mac.doFinal(), BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    /** In a time that does not depend on where they differ. */
    static boolean same(String left, String right) {
        return MessageDigest.isEqual(
                left.getBytes(StandardCharsets.US_ASCII), right.getBytes(StandardCharsets.US_ASCII));
    }

    private static void update(Mac mac, byte[] field) {
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(field.length).array());
        mac.update(field);
    }
}
