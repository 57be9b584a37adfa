package dev.tidemark.snapshots.git;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.UnaryOperator;

/**
 * An SSH signature (PROTOCOL.sshsig).
 *
 * @param namespace what it was made for
 * @param key the public key that made it
 * @param hash name of the hash of the message
 * @param algorithm of the signature
 * @param signature as the algorithm writes it
 */
record SshSignature(String namespace, SshPublicKey key, String hash, String algorithm, byte[] signature) {

    /** The namespace of commits. */
    static final String GIT = "git";

    private static final String BEGIN = "-----BEGIN SSH SIGNATURE-----";
    private static final String END = "-----END SSH SIGNATURE-----";
    private static final byte[] MAGIC = "SSHSIG".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;

    /**
     * The armoured signature of a payload.
     *
     * @param namespace what it is made for, so that it counts for nothing else
     * @param sshKey the public key
     * @param signer makes a signature, with its algorithm's name, of what it is given
     */
    static String sign(byte[] payload, String namespace, byte[] sshKey, UnaryOperator<byte[]> signer) {
        String hash = "sha512";
        byte[] blob = new SshWire()
                .raw(MAGIC)
                .number(VERSION)
                .string(sshKey)
                .string(namespace)
                .string("")
                .string(hash)
                .string(signer.apply(toSign(payload, namespace, hash)))
                .toBytes();
        return BEGIN + "\n" + SigningKey.lines(blob) + "\n" + END;
    }

    /** Whether {@code armour} is of this kind at all, and not of OpenPGP's or X.509's. */
    static boolean isOne(String armour) {
        return armour.startsWith(BEGIN);
    }

    /** @throws IllegalArgumentException when it is no signature for {@code expected} that can be verified here */
    static SshSignature parse(String armour, String expected) {
        int begin = armour.indexOf(BEGIN);
        int end = armour.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("it is no SSH signature");
        }
        ByteBuffer blob =
                ByteBuffer.wrap(Base64.getMimeDecoder().decode(armour.substring(begin + BEGIN.length(), end)));
        byte[] magic = new byte[MAGIC.length];
        if (blob.remaining() < magic.length + Integer.BYTES) {
            throw new IllegalArgumentException("it is cut off");
        }
        blob.get(magic);
        if (!Arrays.equals(magic, MAGIC) || blob.getInt() != VERSION) {
            throw new IllegalArgumentException("it is of an unknown form");
        }
        SshPublicKey key = SshPublicKey.parse(SshWire.readString(blob));
        String namespace = SshWire.readText(blob);
        SshWire.readString(blob); // reserved
        String hash = SshWire.readText(blob);
        ByteBuffer typed = ByteBuffer.wrap(SshWire.readString(blob));
        if (!namespace.equals(expected)) {
            throw new IllegalArgumentException("it was made for " + namespace + ", not for " + expected);
        }
        return new SshSignature(namespace, key, hash, SshWire.readText(typed), SshWire.readString(typed));
    }

    boolean verifies(byte[] payload) {
        return key.verifies(algorithm, toSign(payload, namespace, hash), signature);
    }

    private static byte[] toSign(byte[] payload, String namespace, String hash) {
        return new SshWire()
                .raw(MAGIC)
                .string(namespace)
                .string("")
                .string(hash)
                .string(digest(payload, hash))
                .toBytes();
    }

    private static byte[] digest(byte[] payload, String hash) {
        String algorithm =
                switch (hash) {
                    case "sha512" -> "SHA-512";
                    case "sha256" -> "SHA-256";
                    default -> throw new IllegalArgumentException("its hash is " + hash);
                };
        try {
            return MessageDigest.getInstance(algorithm).digest(payload);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
