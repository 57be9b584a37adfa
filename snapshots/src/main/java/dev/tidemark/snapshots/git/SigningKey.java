package dev.tidemark.snapshots.git;

import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.SecretValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * An SSH Ed25519 key that signs commits, in OpenSSH's file format (PROTOCOL.key, unencrypted), so that ssh-keygen and git
 * can use it too.
 */
public final class SigningKey implements Signatory {

    private static final String BEGIN = "-----BEGIN OPENSSH PRIVATE KEY-----";
    private static final String END = "-----END OPENSSH PRIVATE KEY-----";
    private static final String MAGIC = "openssh-key-v1\0";
    private static final int BLOCK = 8;

    private final byte[] seed;
    private final byte[] publicKey;
    private final String comment;

    private SigningKey(byte[] seed, byte[] publicKey, String comment) {
        this.seed = seed;
        this.publicKey = publicKey;
        this.comment = comment;
    }

    public static SigningKey generate(String comment) {
        Ed25519.Pair pair = Ed25519.generate();
        return new SigningKey(pair.seed(), pair.publicKey(), comment);
    }

    /** @throws Failure usage, when it is no unencrypted OpenSSH Ed25519 private key */
    public static SigningKey parse(SecretValue file) {
        if (encrypted(file)) {
            throw Failure.usage(
                    "encrypted-signing-key",
                    "read the signing key",
                    "it is encrypted, and there is nobody to ask for its passphrase",
                    "give it to an ssh-agent: ssh-add FILE; or take the passphrase off a copy: ssh-keygen -p -N '' -f COPY");
        }
        try {
            return decode(bytes(file));
        } catch (IllegalArgumentException | IndexOutOfBoundsException | java.nio.BufferUnderflowException e) {
            throw Failure.usage(
                    "bad-signing-key",
                    "read the signing key",
                    "it is not an unencrypted OpenSSH Ed25519 private key",
                    "make one with: ssh-keygen -t ed25519 -N '' -f FILE");
        }
    }

    /** Whether it is a private key that a passphrase locks. */
    public static boolean encrypted(SecretValue file) {
        try {
            ByteBuffer key = bytes(file);
            key.position(MAGIC.length());
            return !SshWire.readText(key).equals("none");
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return false;
        }
    }

    /**
     * The fingerprint of what a public or private key file holds; a private one shows it even when it is encrypted.
     * Empty, when it is neither.
     */
    public static Optional<String> fingerprint(SecretValue file) {
        String text = new String(file.reveal(), StandardCharsets.UTF_8);
        if (!text.contains(BEGIN)) {
            return text.lines()
                    .flatMap(line -> TrustedKey.parse(line, SshSignature.GIT).stream())
                    .findFirst()
                    .map(TrustedKey::fingerprint);
        }
        try {
            ByteBuffer key = bytes(file);
            key.position(MAGIC.length());
            SshWire.readString(key); // the cipher
            SshWire.readString(key); // key derivation
            SshWire.readString(key); // and its options
            key.getInt();
            return Optional.of(SshPublicKey.parse(SshWire.readString(key)).fingerprint());
        } catch (IllegalArgumentException | IndexOutOfBoundsException | java.nio.BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    private static ByteBuffer bytes(SecretValue file) {
        String text = new String(file.reveal(), StandardCharsets.US_ASCII);
        String body = text.substring(text.indexOf(BEGIN) + BEGIN.length(), text.indexOf(END));
        return ByteBuffer.wrap(Base64.getMimeDecoder().decode(body));
    }

    private static SigningKey decode(ByteBuffer file) {
        byte[] magic = new byte[MAGIC.length()];
        file.get(magic);
        String cipher = SshWire.readText(file);
        SshWire.readString(file); // key derivation
        SshWire.readString(file); // and its options
        if (!new String(magic, StandardCharsets.US_ASCII).equals(MAGIC)
                || !cipher.equals("none")
                || file.getInt() != 1) {
            throw new IllegalArgumentException("not one unencrypted key");
        }
        SshWire.readString(file); // the public key, which comes again below
        ByteBuffer secret = ByteBuffer.wrap(SshWire.readString(file));
        int check = secret.getInt();
        boolean checks = check == secret.getInt();
        String type = SshWire.readText(secret);
        byte[] publicKey = SshWire.readString(secret);
        byte[] seedAndPublic = SshWire.readString(secret);
        String comment = new String(SshWire.readString(secret), StandardCharsets.UTF_8);
        if (!checks || !type.equals(Ed25519.SSH_NAME) || seedAndPublic.length != 2 * Ed25519.KEY_BYTES) {
            throw new IllegalArgumentException("not an Ed25519 key");
        }
        return new SigningKey(Arrays.copyOf(seedAndPublic, Ed25519.KEY_BYTES), publicKey, comment);
    }

    /** The private key file. */
    public SecretValue encode() {
        int check = new SecureRandom().nextInt();
        SshWire secret = new SshWire()
                .number(check)
                .number(check)
                .string(Ed25519.SSH_NAME)
                .string(publicKey)
                .string(ByteBuffer.allocate(2 * Ed25519.KEY_BYTES)
                        .put(seed)
                        .put(publicKey)
                        .array())
                .string(comment.getBytes(StandardCharsets.UTF_8));
        for (byte pad = 1; secret.size() % BLOCK != 0; pad++) {
            secret.raw(new byte[] {pad});
        }
        byte[] file = new SshWire()
                .raw(MAGIC.getBytes(StandardCharsets.US_ASCII))
                .string("none")
                .string("none")
                .string("")
                .number(1)
                .string(Ed25519.sshKey(publicKey))
                .string(secret.toBytes())
                .toBytes();
        return new SecretValue((BEGIN + "\n" + lines(file) + "\n" + END + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String publicLine() {
        return Ed25519.SSH_NAME + " " + Base64.getEncoder().encodeToString(Ed25519.sshKey(publicKey)) + " " + comment;
    }

    @Override
    public String fingerprint() {
        return new SshPublicKey(Ed25519.SSH_NAME, Ed25519.sshKey(publicKey)).fingerprint();
    }

    @Override
    public String sign(byte[] payload, String namespace) {
        return SshSignature.sign(payload, namespace, Ed25519.sshKey(publicKey), message -> new SshWire()
                .string(Ed25519.SSH_NAME)
                .string(Ed25519.sign(seed, message))
                .toBytes());
    }

    static String lines(byte[] bytes) {
        return Base64.getMimeEncoder(70, new byte[] {'\n'}).encodeToString(bytes);
    }
}
