package dev.tidemark.snapshots.git;

import java.time.Instant;

/**
 * What a new commit says.
 *
 * @param authorName of author and committer
 * @param authorEmail of author and committer
 */
public record CommitDraft(String message, String authorName, String authorEmail, Instant time) {

    /** The same, but never older than {@code parent}: clocks of several writers differ, and a history never goes back. */
    public CommitDraft after(Commit parent) {
        return time.isBefore(parent.time()) ? new CommitDraft(message, authorName, authorEmail, parent.time()) : this;
    }

    /** A commit that the program makes. */
    public static CommitDraft byTidemark(String message, Instant time) {
        return new CommitDraft(message, "Tidemark", "tidemark@localhost", time);
    }
}
