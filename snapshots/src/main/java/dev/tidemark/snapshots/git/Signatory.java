package dev.tidemark.snapshots.git;

import java.util.Optional;

/** Signs commits, and other things, with a key. */
public interface Signatory extends CommitSigner {

    /** The public key, {@code ssh-ed25519 AAAA… comment}. */
    String publicLine();

    /** {@code SHA256:…}, as ssh-keygen -l prints it. */
    String fingerprint();

    /** The armoured signature of anything, for a namespace (PROTOCOL.sshsig) that keeps it from counting elsewhere. */
    String sign(byte[] payload, String namespace);

    @Override
    default Optional<String> sign(byte[] payload) {
        return Optional.of(sign(payload, SshSignature.GIT));
    }
}
