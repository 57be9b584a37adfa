package dev.tidemark.snapshots.git;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;

/** Ed25519 (RFC 8032) in the raw 32-byte forms that SSH uses. */
final class Ed25519 {

    static final String SSH_NAME = "ssh-ed25519";
    static final int KEY_BYTES = 32;
    private static final String ALGORITHM = "Ed25519";

    private Ed25519() {}

    /** A new seed and its public key, 32 bytes each. */
    record Pair(byte[] seed, byte[] publicKey) {

        @Override
        public String toString() {
            return "Ed25519 key pair";
        }
    }

    static Pair generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
            return new Pair(seed, raw(((EdECPublicKey) pair.getPublic()).getPoint()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java 25 has Ed25519", e);
        }
    }

    static byte[] sign(byte[] seed, byte[] message) {
        try {
            PrivateKey key = KeyFactory.getInstance(ALGORITHM)
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an Ed25519 key signs everything", e);
        }
    }

    static boolean verify(byte[] publicKey, byte[] message, byte[] signed) {
        try {
            PublicKey key = KeyFactory.getInstance(ALGORITHM)
                    .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point(publicKey)));
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(message);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // a malformed key or signature proves nothing
        }
    }

    /** The public key as SSH writes it. */
    static byte[] sshKey(byte[] publicKey) {
        return new SshWire().string(SSH_NAME).string(publicKey).toBytes();
    }

    /** Little-endian y, the parity of x in the top bit. */
    private static byte[] raw(EdECPoint point) {
        byte[] bigEndian = point.getY().toByteArray();
        byte[] raw = new byte[KEY_BYTES];
        for (int i = 0; i < Math.min(bigEndian.length, KEY_BYTES); i++) {
            raw[i] = bigEndian[bigEndian.length - 1 - i];
        }
        if (point.isXOdd()) {
            raw[KEY_BYTES - 1] |= (byte) 0x80;
        }
        return raw;
    }

    private static EdECPoint point(byte[] raw) throws GeneralSecurityException {
        if (raw.length != KEY_BYTES) {
            throw new GeneralSecurityException("an Ed25519 key has 32 bytes");
        }
        byte[] bigEndian = new byte[KEY_BYTES];
        for (int i = 0; i < KEY_BYTES; i++) {
            bigEndian[i] = raw[KEY_BYTES - 1 - i];
        }
        boolean odd = (bigEndian[0] & 0x80) != 0;
        bigEndian[0] &= 0x7F;
        return new EdECPoint(odd, new BigInteger(1, bigEndian));
    }
}
