package dev.tidemark.snapshots.git;

import dev.tidemark.snapshots.model.Sha256;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;

/**
 * A public key as SSH writes it: Ed25519 (RFC 8709), ECDSA (RFC 5656) or RSA (RFC 4253, signatures of RFC 8332).
 *
 * @param type the algorithm's name, e.g. {@code ssh-ed25519}
 * @param wire the whole key, its type included
 */
record SshPublicKey(String type, byte[] wire) {

    private static final String RSA = "ssh-rsa";
    private static final int SMALLEST_RSA = 2048;

    /** The algorithms whose signatures are checked here. */
    private static final Set<String> TYPES =
            Set.of(Ed25519.SSH_NAME, RSA, "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521");

    /** @throws IllegalArgumentException when it is no key, or one of another algorithm */
    static SshPublicKey parse(byte[] wire) {
        String type = SshWire.readText(ByteBuffer.wrap(wire));
        if (!known(type)) {
            throw new IllegalArgumentException("its key is of the type " + type
                    + "; ssh-ed25519, ecdsa-sha2-nistp256, -384, -521 and ssh-rsa are verified here");
        }
        return new SshPublicKey(type, wire);
    }

    static boolean known(String type) {
        return TYPES.contains(type);
    }

    /** {@code SHA256:} and unpadded base64, as ssh-keygen -l prints it. */
    String fingerprint() {
        return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(Sha256.of(wire));
    }

    /**
     * Whether this key made a signature; a malformed key or signature proves nothing.
     *
     * @param algorithm as the signature names it; of an RSA key, {@code rsa-sha2-256} or {@code -512}
     */
    boolean verifies(String algorithm, byte[] message, byte[] signature) {
        try {
            ByteBuffer key = ByteBuffer.wrap(wire);
            SshWire.readText(key); // the type
            return switch (type) {
                case Ed25519.SSH_NAME ->
                    algorithm.equals(type) && Ed25519.verify(SshWire.readString(key), message, signature);
                case RSA -> rsa(key, algorithm, message, signature);
                default -> algorithm.equals(type) && ecdsa(key, message, signature);
            };
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean rsa(ByteBuffer key, String algorithm, byte[] message, byte[] signed)
            throws GeneralSecurityException {
        BigInteger exponent = new BigInteger(SshWire.readString(key));
        BigInteger modulus = new BigInteger(SshWire.readString(key));
        String digest =
                switch (algorithm) {
                    case "rsa-sha2-256" -> "SHA256withRSA";
                    case "rsa-sha2-512" -> "SHA512withRSA";
                    default -> throw new IllegalArgumentException("SHA-1 proves nothing");
                };
        return modulus.bitLength() >= SMALLEST_RSA
                && verifies(
                        digest,
                        KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent)),
                        message,
                        signed);
    }

    private static boolean ecdsa(ByteBuffer key, byte[] message, byte[] signed) throws GeneralSecurityException {
        String curve = SshWire.readText(key);
        int bits = Integer.parseInt(curve.substring("nistp".length()));
        String digest =
                switch (bits) {
                    case 256 -> "SHA256";
                    case 384 -> "SHA384";
                    default -> "SHA512";
                };
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp" + bits + "r1"));
        byte[] point = SshWire.readString(key);
        int size = (bits + 7) / 8;
        if (point.length != 1 + 2 * size || point[0] != 4) {
            throw new IllegalArgumentException("not an uncompressed point");
        }
        ECPoint q = new ECPoint(
                new BigInteger(1, Arrays.copyOfRange(point, 1, 1 + size)),
                new BigInteger(1, Arrays.copyOfRange(point, 1 + size, point.length)));
        PublicKey publicKey = KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(q, parameters.getParameterSpec(ECParameterSpec.class)));
        ByteBuffer numbers = ByteBuffer.wrap(signed);
        byte[] rs = new byte[2 * size];
        copy(SshWire.readString(numbers), rs, size);
        copy(SshWire.readString(numbers), rs, 2 * size);
        return verifies(digest + "withECDSAinP1363Format", publicKey, message, rs);
    }

    /** Puts a number so that it ends before {@code end}, without the zero that keeps it positive. */
    private static void copy(byte[] number, byte[] to, int end) {
        int zeros = number.length > 0 && number[0] == 0 ? 1 : 0;
        int length = number.length - zeros;
        if (length > to.length / 2) {
            throw new IllegalArgumentException("a number exceeds the curve");
        }
        System.arraycopy(number, zeros, to, end - length, length);
    }

    private static boolean verifies(String algorithm, PublicKey key, byte[] message, byte[] signed)
            throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm);
        signature.initVerify(key);
        signature.update(message);
        return signature.verify(signed);
    }
}
