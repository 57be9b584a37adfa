package dev.tidemark.snapshots.git;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * The SSH signature of a commit (PROTOCOL.sshsig, namespace {@code git}).
 *
 * @param sshKey the public key that made it, in SSH's form
 * @param publicKey the same as raw 32 bytes
 * @param hash name of the hash of the message
 * @param signature 64 bytes
 */
record SshSignature(byte[] sshKey, byte[] publicKey, String hash, byte[] signature) {

    private static final String BEGIN = "-----BEGIN SSH SIGNATURE-----";
    private static final String END = "-----END SSH SIGNATURE-----";
    private static final byte[] MAGIC = "SSHSIG".getBytes(StandardCharsets.US_ASCII);
    private static final String NAMESPACE = "git";
    private static final int VERSION = 1;

    static String sign(byte[] payload, byte[] seed, byte[] publicKey) {
        String hash = "sha512";
        byte[] signature = Ed25519.sign(seed, toSign(payload, hash));
        byte[] blob = new SshWire()
                .raw(MAGIC)
                .number(VERSION)
                .string(Ed25519.sshKey(publicKey))
                .string(NAMESPACE)
                .string("")
                .string(hash)
                .string(new SshWire().string(Ed25519.SSH_NAME).string(signature).toBytes())
                .toBytes();
        return BEGIN + "\n" + SigningKey.lines(blob) + "\n" + END;
    }

    /** @throws IllegalArgumentException when it is no Ed25519 signature for Git */
    static SshSignature parse(String armour) {
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
        byte[] sshKey = SshWire.readString(blob);
        String namespace = SshWire.readText(blob);
        SshWire.readString(blob); // reserved
        String hash = SshWire.readText(blob);
        byte[] signature = part(SshWire.readString(blob));
        if (!namespace.equals(NAMESPACE)) {
            throw new IllegalArgumentException("it was made for " + namespace + ", not for git");
        }
        return new SshSignature(sshKey, part(sshKey), hash, signature);
    }

    /** The second string of a key or signature, whose first names the algorithm. */
    private static byte[] part(byte[] typed) {
        ByteBuffer buffer = ByteBuffer.wrap(typed);
        String type = SshWire.readText(buffer);
        if (!type.equals(Ed25519.SSH_NAME)) {
            throw new IllegalArgumentException(
                    "its algorithm is " + type + "; only " + Ed25519.SSH_NAME + " is verified here");
        }
        return SshWire.readString(buffer);
    }

    boolean verifies(byte[] payload) {
        return Ed25519.verify(publicKey, toSign(payload, hash), signature);
    }

    String fingerprint() {
        return Ed25519.fingerprint(sshKey);
    }

    private static byte[] toSign(byte[] payload, String hash) {
        return new SshWire()
                .raw(MAGIC)
                .string(NAMESPACE)
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
