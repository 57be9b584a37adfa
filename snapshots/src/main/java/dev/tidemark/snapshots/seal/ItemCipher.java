package dev.tidemark.snapshots.seal;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/**
 * The bytes of one sealed item, as sealed-secrets' {@code pkg/crypto} defines them: length of the RSA part (16 bits),
 * RSA-OAEP (SHA-256 for both hashes) of a fresh AES-256 key, AES-GCM of the value under that key and a zero nonce.
 */
final class ItemCipher {

    private static final int SESSION_KEY = 32;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private ItemCipher() {}

    /** Never twice the same: the session key is fresh, which alone makes the zero nonce safe. */
    static byte[] seal(RSAPublicKey key, byte[] label, byte[] value, SecureRandom random) {
        byte[] session = new byte[SESSION_KEY];
        random.nextBytes(session);
        try {
            Cipher rsa = Cipher.getInstance("RSA/ECB/OAEPPadding");
            rsa.init(Cipher.ENCRYPT_MODE, key, oaep(label), random);
            byte[] wrapped = rsa.doFinal(session);
            byte[] sealed = aes(Cipher.ENCRYPT_MODE, session).doFinal(value);
            return ByteBuffer.allocate(Short.BYTES + wrapped.length + sealed.length)
                    .putShort((short) wrapped.length)
                    .put(wrapped)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing with a checked RSA key does not fail", e);
        }
    }

    /** The value, or empty when this key, this label or these bytes are not the right ones. */
    static Optional<byte[]> open(RSAPrivateCrtKey key, byte[] label, byte[] sealed) {
        if (sealed.length < Short.BYTES) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(sealed);
        int wrappedLength = buffer.getShort() & 0xFFFF;
        if (wrappedLength > buffer.remaining()) {
            return Optional.empty();
        }
        byte[] wrapped = new byte[wrappedLength];
        buffer.get(wrapped);
        byte[] rest = new byte[buffer.remaining()];
        buffer.get(rest);
        try {
            Cipher rsa = Cipher.getInstance("RSA/ECB/OAEPPadding");
            rsa.init(Cipher.DECRYPT_MODE, key, oaep(label));
            return Optional.of(aes(Cipher.DECRYPT_MODE, rsa.doFinal(wrapped)).doFinal(rest));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** All of it spelled out: "OAEPWithSHA-256AndMGF1Padding" would mean SHA-1 in MGF1. */
    private static OAEPParameterSpec oaep(byte[] label) {
        return new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, new PSource.PSpecified(label));
    }

    private static Cipher aes(int mode, byte[] session) throws GeneralSecurityException {
        Cipher aes = Cipher.getInstance("AES/GCM/NoPadding");
        aes.init(mode, new SecretKeySpec(session, "AES"), new GCMParameterSpec(TAG_BITS, new byte[NONCE]));
        return aes;
    }
}
