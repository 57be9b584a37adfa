package dev.tidemark.reconciler.cluster;

/** The server no longer keeps the revision that an export began with: all of it begins anew at a later one. */
public final class RevisionExpired extends RuntimeException {

    RevisionExpired(ApiError cause) {
        super("the revision of this export has expired", cause);
    }
}
