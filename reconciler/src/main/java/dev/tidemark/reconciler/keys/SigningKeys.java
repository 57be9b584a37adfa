package dev.tidemark.reconciler.keys;

import dev.tidemark.snapshots.git.Signatory;
import dev.tidemark.snapshots.git.SigningKey;
import dev.tidemark.snapshots.git.SshAgent;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.SecretValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the key that is named to sign commits with: in a file, as a Secret is mounted too, or in an ssh-agent. */
public final class SigningKeys {

    private final Optional<Path> agent;

    /** {@code agent} is {@code $SSH_AUTH_SOCK}. */
    public SigningKeys(Optional<Path> agent) {
        this.agent = agent;
    }

    /**
     * The key that {@code name} means: the file of a private key, or, for one that the ssh-agent holds, its fingerprint or
     * the file of its public key. A private key that a passphrase locks is asked of the agent too.
     *
     * @throws Failure usage, when there is no such key
     */
    public Signatory find(String name) {
        if (name.startsWith("SHA256:")) {
            return ofAgent(name).orElseThrow(() -> unknown(name));
        }
        SecretValue file = read(Path.of(name));
        boolean locked = SigningKey.encrypted(file);
        Optional<String> fingerprint = SigningKey.fingerprint(file);
        boolean isPublic = fingerprint.isPresent() && !contains(file, "PRIVATE KEY");
        if (isPublic) {
            return ofAgent(fingerprint.get()).orElseThrow(() -> unknown(fingerprint.get()));
        }
        return (locked ? fingerprint.flatMap(this::ofAgent) : Optional.<Signatory>empty())
                .orElseGet(() -> SigningKey.parse(file));
    }

    private Optional<Signatory> ofAgent(String fingerprint) {
        return agent.flatMap(socket -> new SshAgent(socket).key(fingerprint));
    }

    private Failure unknown(String fingerprint) {
        return Failure.usage(
                "no-signing-key",
                "find the signing key " + fingerprint,
                agent.isPresent() ? "the ssh-agent does not hold it" : "no ssh-agent is running (SSH_AUTH_SOCK)",
                "add it with ssh-add, or name the file of the private key");
    }

    private static boolean contains(SecretValue file, String text) {
        return new String(file.reveal(), java.nio.charset.StandardCharsets.ISO_8859_1).contains(text);
    }

    private static SecretValue read(Path file) {
        try {
            return new SecretValue(Files.readAllBytes(file));
        } catch (IOException e) {
            throw Failure.usage(
                    "unreadable-file",
                    "read the signing key " + file,
                    Files.exists(file) ? String.valueOf(e.getMessage()) : "there is no such file",
                    "check the path and the permissions");
        }
    }
}
