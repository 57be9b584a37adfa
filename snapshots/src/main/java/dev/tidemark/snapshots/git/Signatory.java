package dev.tidemark.snapshots.git;

/** A commit signer that has a key. */
public interface Signatory extends CommitSigner {

    /** The public key, {@code ssh-ed25519 AAAA… comment}. */
    String publicLine();

    /** {@code SHA256:…}, as ssh-keygen -l prints it. */
    String fingerprint();
}
