package dev.tidemark.snapshots.git;

import java.time.Instant;

/**
 * What a new commit says.
 *
 * @param authorName of author and committer
 * @param authorEmail of author and committer
 */
public record CommitDraft(String message, String authorName, String authorEmail, Instant time) {

    /** A commit that the program makes. */
    public static CommitDraft byTidemark(String message, Instant time) {
        return new CommitDraft(message, "Tidemark", "tidemark@localhost", time);
    }
}
