package dev.tidemark.snapshots.yaml;

/** The document is for the general reader. Carries nothing, so that giving up costs nothing. */
final class NotCanonical extends RuntimeException {

    NotCanonical() {
        super(null, null, false, false);
    }
}
