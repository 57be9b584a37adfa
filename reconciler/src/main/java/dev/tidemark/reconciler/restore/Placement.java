package dev.tidemark.reconciler.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;

/** As what, and where, an object of a snapshot can stand in this cluster. */
sealed interface Placement {

    /** Who it is here. */
    ResourceId id();

    /**
     * The cluster serves it.
     *
     * @param type in the version of {@code tree}
     * @param tree what it shall be
     * @param restated whether that is otherwise than the snapshot states it, or than an export would
     * @param guess whether only a dry run can tell that the version fits
     */
    record At(ResourceType type, ResourceId id, ObjectNode tree, boolean restated, boolean guess) implements Placement {

        /** The tree may be a Secret. */
        @Override
        public String toString() {
            return id + " as " + type.apiVersion();
        }
    }

    /** Its definition is brought back before it, and serves it in the version of {@code tree}. */
    record Later(ResourceType type, ResourceId id, ObjectNode tree) implements Placement {}

    /** The cluster serves nothing that it could be. */
    record Nowhere(ResourceId id, String reason) implements Placement {}

    /** It stays as it is on purpose. */
    record LeftOut(ResourceId id, String reason) implements Placement {}

    /** What it shall be cannot be told. */
    record Unknown(ResourceId id, String reason) implements Placement {}
}
