package dev.tidemark.snapshots.git;

/** How a commit ended. */
public sealed interface CommitResult {

    /** It is in the history; {@code workTree} says whether the checked-out files followed. */
    record Committed(Commit commit, WorkTree workTree) implements CommitResult {}

    /** The tree is the tip's own: nothing was written. */
    record Unchanged(Commit tip) implements CommitResult {}

    /** Someone else moved the ref meanwhile: nothing of this commit can be seen. */
    record Raced() implements CommitResult {}
}
