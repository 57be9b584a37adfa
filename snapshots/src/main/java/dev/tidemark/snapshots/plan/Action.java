package dev.tidemark.snapshots.plan;

/** What a restore intends to do with one object. */
public enum Action {
    /** It is not there: made anew. */
    CREATE,
    /** Changed by server-side apply. */
    APPLY,
    /** Changed by an update of the whole object, because apply would leave a difference behind. */
    REPLACE,
    /** Deleted and made anew, because a field that differs cannot be changed; only where its type was named. */
    RECREATE,
    /** It is not in the snapshot, which proves that it should not exist. */
    DELETE,
    /** Equal already: no write, not even a no-op one. */
    UNCHANGED,
    /** Left alone on purpose. */
    SKIP,
    /** Differs, but cannot or must not be changed; the reason says what would allow it. */
    BLOCKED,
    /** The cluster does not serve its type. */
    UNRESTORABLE;

    /** The lower-case word of the JSON. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Whether carrying it out writes to the cluster. */
    public boolean writes() {
        return this == CREATE || this == APPLY || this == REPLACE || this == RECREATE || this == DELETE;
    }

    /** Whether the object will still differ from the snapshot afterwards. */
    public boolean leavesDifference() {
        return this == BLOCKED || this == UNRESTORABLE;
    }
}
