package dev.tidemark.snapshots.bundle;

import dev.tidemark.snapshots.model.Sha256;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** How {@code openssl enc} makes key and IV of a passphrase; the names are what {@code --kdf} takes. */
public enum Kdf {
    /** {@code -pbkdf2}: PBKDF2 with HMAC-SHA-256. */
    pbkdf2 {
        @Override
        byte[] derive(Passphrase passphrase, byte[] salt, int iterations, int length) throws GeneralSecurityException {
            PBEKeySpec spec = new PBEKeySpec(passphrase.characters(), salt, iterations, length * Byte.SIZE);
            try {
                return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                        .generateSecret(spec)
                        .getEncoded();
            } finally {
                spec.clearPassword();
            }
        }
    },
    /** Without an option: EVP_BytesToKey with SHA-256, one pass, so that a passphrase which a person chose can be guessed. */
    legacy {
        @Override
        byte[] derive(Passphrase passphrase, byte[] salt, int iterations, int length) {
            MessageDigest sha256 = Sha256.begin();
            ByteArrayOutputStream derived = new ByteArrayOutputStream();
            byte[] last = {};
            while (derived.size() < length) {
                sha256.update(last);
                sha256.update(passphrase.bytes());
                last = sha256.digest(salt);
                derived.writeBytes(last);
            }
            return Arrays.copyOf(derived.toByteArray(), length);
        }
    };

    /** {@code length} bytes; {@code iterations} is for PBKDF2 alone. */
    abstract byte[] derive(Passphrase passphrase, byte[] salt, int iterations, int length)
            throws GeneralSecurityException;
}
