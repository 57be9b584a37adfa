package dev.tidemark.snapshots.plan;

/** What becomes of the objects that a deleted one owns. */
public enum Propagation {
    /** They go first: the object is gone when they are. */
    FOREGROUND("Foreground"),
    /** They go afterwards, by themselves. */
    BACKGROUND("Background"),
    /** They stay, for the next one of its kind to adopt. */
    ORPHAN("Orphan");

    private final String policy;

    Propagation(String policy) {
        this.policy = policy;
    }

    /** The {@code propagationPolicy} of the API. */
    public String policy() {
        return policy;
    }
}
