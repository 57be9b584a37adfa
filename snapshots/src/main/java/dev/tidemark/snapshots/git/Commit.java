package dev.tidemark.snapshots.git;

import java.time.Instant;
import java.util.List;

/**
 * A commit.
 *
 * @param id 40 hexadecimal digits
 * @param tree 40 hexadecimal digits
 * @param parents ids, the first parent first
 * @param time the committer's
 * @param author {@code Name <address>}
 * @param message all of it
 */
public record Commit(String id, String tree, List<String> parents, Instant time, String author, String message) {

    public Commit {
        parents = List.copyOf(parents);
    }

    /** The first seven digits, as people quote it. */
    public String shortId() {
        return id.substring(0, 7);
    }

    /** The first line of the message. */
    public String subject() {
        return message.lines().findFirst().orElse("");
    }
}
