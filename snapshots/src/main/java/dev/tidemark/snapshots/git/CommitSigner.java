package dev.tidemark.snapshots.git;

import java.util.Optional;

/** Signs commits. */
public interface CommitSigner {

    /** Signs nothing. */
    CommitSigner NONE = payload -> Optional.empty();

    /** The armoured signature of a commit's bytes, or empty to leave it unsigned. */
    Optional<String> sign(byte[] payload);
}
