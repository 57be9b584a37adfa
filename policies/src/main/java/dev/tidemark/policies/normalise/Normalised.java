package dev.tidemark.policies.normalise;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.Manifest;
import dev.tidemark.snapshots.model.OwnerReference;
import dev.tidemark.snapshots.model.ResourceId;
import java.util.List;

/** What became of a live object. */
public sealed interface Normalised {

    /** Who it is. */
    ResourceId id();

    /**
     * It is declared state.
     *
     * @param manifest its normalised form, without owner references
     * @param owners its owner references, sorted
     * @param notes what a user should know about it, mostly nothing
     */
    record Kept(Manifest manifest, List<OwnerReference> owners, List<Note> notes) implements Normalised {

        public Kept {
            owners = List.copyOf(owners);
            notes = List.copyOf(notes);
        }

        @Override
        public ResourceId id() {
            return manifest.id();
        }
    }

    /**
     * It is not declared state, or not ours to keep.
     *
     * @param reason a stable kebab-case code, one of those in {@code RULES.md}
     * @param detail why, as a phrase for a person
     */
    record Skipped(ResourceId id, String reason, String detail) implements Normalised {}

    /**
     * A controller owns it. If that owner is exported, or skipped for a controller of its own, the object is skipped as
     * {@link #REASON}; else the caller hands {@link #live} to {@link Normaliser#normaliseOrphan}.
     *
     * @param ownerUid the uid of the controller, which tells a re-created owner from the old one
     * @param controller the reference itself
     * @param live the live object, not yet normalised
     */
    record Owned(ResourceId id, String ownerUid, OwnerReference controller, ObjectNode live) implements Normalised {

        /** The reason code of an object that its controller makes again. */
        public static final String REASON = "controller-owned";

        /** The answer when the owner is part of the export. */
        public Skipped skipped() {
            return new Skipped(
                    id, REASON, "its controller " + controller.kind() + "/" + controller.name() + " makes it");
        }

        /** The identity alone: a Secret's tree must not reach a log. */
        @Override
        public String toString() {
            return id + " owned by " + controller.kind() + "/" + controller.name();
        }
    }
}
