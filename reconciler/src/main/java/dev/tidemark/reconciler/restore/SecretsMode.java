package dev.tidemark.reconciler.restore;

/** How Secrets come back. */
public enum SecretsMode {
    /** As Secrets, opened with a private key. */
    plain,
    /** As SealedSecrets, for a controller in the cluster to open. */
    sealed,
    /** Not at all. */
    skip
}
