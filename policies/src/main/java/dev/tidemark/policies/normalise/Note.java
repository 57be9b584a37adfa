package dev.tidemark.policies.normalise;

import dev.tidemark.snapshots.model.ResourceId;

/**
 * Something a user should know about an object that is exported all the same.
 *
 * @param id the object
 * @param code a stable kebab-case word: {@link #ORPHAN}, {@link #STATUS_DROPPED} or {@link #TOKEN}
 * @param detail one phrase for a person; never a value of the object
 */
public record Note(ResourceId id, String code, String detail) {

    /** The object has a controller that is gone or not part of the export, so it is kept for its own sake. */
    public static final String ORPHAN = "orphan";

    /** The type has no status subresource, so its {@code status} was plain data; it is not in the manifest. */
    public static final String STATUS_DROPPED = "status-dropped";

    /** It holds in plain text what looks like a token of a well-known kind. */
    public static final String TOKEN = "token";
}
