package dev.tidemark.snapshots.bundle;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a passphrase and a salt become: key and IV of AES-256-CBC as {@code openssl enc} makes them, and another key for the
 * MAC over the whole file, which openssl does not have.
 */
final class BundleKeys {

    private static final int KEY = 32;
    private static final int IV = 16;
    private static final byte[] FOR_MAC = "mac".getBytes(StandardCharsets.US_ASCII);

    private final Passphrase passphrase;
    private final Kdf kdf;
    private final int iterations;
    private final byte[] salt;

    BundleKeys(Passphrase passphrase, Kdf kdf, int iterations, byte[] salt) {
        this.passphrase = passphrase;
        this.kdf = kdf;
        this.iterations = iterations;
        this.salt = salt;
    }

    /** {@code mode} is one of Cipher's. */
    Cipher cipher(int mode) {
        try {
            byte[] derived = kdf.derive(passphrase, salt, iterations, KEY + IV);
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(mode, new SecretKeySpec(derived, 0, KEY, "AES"), new IvParameterSpec(derived, KEY, IV));
            return cipher;
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    Mac mac() {
        byte[] macSalt = Arrays.copyOf(salt, salt.length + FOR_MAC.length);
        System.arraycopy(FOR_MAC, 0, macSalt, salt.length, FOR_MAC.length);
        try {
            byte[] derived = Kdf.pbkdf2.derive(passphrase, macSalt, iterations, KEY);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(derived, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    private static IllegalStateException missing(GeneralSecurityException e) {
        return new IllegalStateException("every Java platform has AES, PBKDF2 and HMAC-SHA-256", e);
    }
}
