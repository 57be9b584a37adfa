package dev.tidemark.snapshots.git;

import dev.tidemark.snapshots.model.Failure;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The keys of a running ssh-agent (draft-ietf-sshm-ssh-agent): it signs, and never shows a private key. */
public final class SshAgent {

    private static final int REQUEST_IDENTITIES = 11;
    private static final int IDENTITIES = 12;
    private static final int SIGN_REQUEST = 13;
    private static final int SIGN_RESPONSE = 14;
    /** Of an RSA key: sign with SHA-512, not with SHA-1. */
    private static final int RSA_SHA2_512 = 4;

    /** The longest message that is taken; OpenSSH's own agent has the same limit. */
    private static final int LONGEST = 256 * 1024;

    private final Path socket;

    /** {@code socket} is {@code $SSH_AUTH_SOCK}. */
    public SshAgent(Path socket) {
        this.socket = socket;
    }

    /**
     * The agent's key with this fingerprint.
     *
     * @throws Failure failed, when the agent does not answer
     */
    public Optional<Signatory> key(String fingerprint) {
        return identities().stream()
                .filter(key -> key.fingerprint().equals(fingerprint))
                .<Signatory>map(key -> key)
                .findFirst();
    }

    private List<Key> identities() {
        try {
            ByteBuffer answer = ask(IDENTITIES, new SshWire().raw(new byte[] {REQUEST_IDENTITIES}));
            List<Key> keys = new ArrayList<>();
            for (int left = answer.getInt(); left > 0; left--) {
                byte[] wire = SshWire.readString(answer);
                String comment = new String(SshWire.readString(answer), StandardCharsets.UTF_8);
                if (SshPublicKey.known(SshWire.readText(ByteBuffer.wrap(wire)))) {
                    keys.add(new Key(SshPublicKey.parse(wire), comment));
                }
            }
            return keys;
        } catch (IOException | RuntimeException e) {
            throw silent("ask the ssh-agent for its keys", e);
        }
    }

    /** One of the agent's keys. */
    private final class Key implements Signatory {

        private final SshPublicKey key;
        private final String comment;

        Key(SshPublicKey key, String comment) {
            this.key = key;
            this.comment = comment;
        }

        @Override
        public String publicLine() {
            return key.type() + " " + Base64.getEncoder().encodeToString(key.wire()) + " " + comment;
        }

        @Override
        public String fingerprint() {
            return key.fingerprint();
        }

        @Override
        public String sign(byte[] payload, String namespace) {
            return SshSignature.sign(payload, namespace, key.wire(), this::signed);
        }

        private byte[] signed(byte[] message) {
            try {
                SshWire request = new SshWire()
                        .raw(new byte[] {SIGN_REQUEST})
                        .string(key.wire())
                        .string(message)
                        .number(RSA_SHA2_512);
                return SshWire.readString(ask(SIGN_RESPONSE, request));
            } catch (IOException | RuntimeException e) {
                throw silent("sign with the ssh-agent's key " + fingerprint(), e);
            }
        }
    }

    /** The body of the answer, which must be of the type {@code expected}. */
    private ByteBuffer ask(int expected, SshWire request) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            ByteBuffer message =
                    ByteBuffer.wrap(new SshWire().string(request.toBytes()).toBytes());
            while (message.hasRemaining()) {
                channel.write(message);
            }
            int length = read(channel, Integer.BYTES).getInt();
            if (length < 1 || length > LONGEST) {
                throw new IOException("it answers in an unknown form");
            }
            ByteBuffer answer = read(channel, length);
            if (answer.get() != expected) {
                throw new IOException("it declines");
            }
            return answer;
        }
    }

    private static ByteBuffer read(SocketChannel channel, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new IOException("it hung up");
            }
        }
        return buffer.flip();
    }

    private Failure silent(String tried, Exception e) {
        return Failure.failed(
                "ssh-agent",
                tried,
                socket + ": " + e.getMessage(),
                "check SSH_AUTH_SOCK, and ssh-add -l; a locked or confirming agent must be answered first",
                e);
    }
}
