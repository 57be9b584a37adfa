package dev.tidemark.reconciler.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.ResourceId;

/**
 * An object as it shall be, or why it cannot be told.
 */
public sealed interface Wanted {

    /** What it shall be; of a Secret, the opened one. */
    record Tree(ResourceId id, ObjectNode tree) implements Wanted {

        @Override
        public String toString() {
            return id.toString();
        }
    }

    /** It stays as it is on purpose. */
    record LeftOut(ResourceId id, String reason) implements Wanted {}

    /** It cannot be brought back; the reason says what is missing. */
    record Unknown(ResourceId id, String reason) implements Wanted {}
}
