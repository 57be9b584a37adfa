package dev.tidemark.snapshots.trust;

/**
 * Why a history is not proven.
 *
 * @param commit id of the commit that it is about
 * @param why a phrase about that commit
 */
public record Defect(Kind kind, String commit, String why) {

    /** What is wrong. */
    public enum Kind {
        /** A commit has no signature. */
        UNSIGNED("unsigned"),
        /** The signature does not fit the commit. */
        TAMPERED("bad-signature"),
        /** It is signed with OpenPGP or X.509. */
        UNSUPPORTED("unsupported-signature"),
        /** It is signed by a key that is not trusted. */
        UNKNOWN_KEY("untrusted-signature"),
        /** It is signed by a key that is trusted no more. */
        REVOKED_KEY("revoked-key"),
        /** What it says of itself does not fit its place: repository, component, order. */
        TRAILERS("trailers"),
        /** It is older than a commit before it. */
        TIME("time-backwards"),
        /** A commit that was verified before is not in the history any more. */
        REWOUND("rewound"),
        /** The history begins with another commit than it did. */
        OTHER_ROOT("other-root"),
        /** It was cut off when it was fetched. */
        SHALLOW("shallow"),
        /** A commit is missing or cannot be read. */
        MISSING("missing-commit");

        private final String reason;

        Kind(String reason) {
            this.reason = reason;
        }

        /** The stable code. */
        public String reason() {
            return reason;
        }
    }

    /** The first seven digits of the commit, as people quote it. */
    public String shortId() {
        return commit.substring(0, 7);
    }
}
