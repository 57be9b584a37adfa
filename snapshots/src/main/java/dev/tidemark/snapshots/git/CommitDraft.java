package dev.tidemark.snapshots.git;

import java.time.Instant;

/**
 * What a new commit says.
 *
 * @param authorName of author and committer
 * @param authorEmail of author and committer
 */
public record CommitDraft(String message, String authorName, String authorEmail, Instant time) {}
