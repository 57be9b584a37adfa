package dev.tidemark.snapshots.diff;

import dev.tidemark.snapshots.model.ResourceId;
import java.util.List;

/**
 * How one object differs between a first and a second side.
 *
 * @param id the object
 * @param kind added: only on the second side; removed: only on the first
 * @param fields what differs, for {@link Kind#MODIFIED}; empty otherwise
 */
public record Change(ResourceId id, Kind kind, List<FieldChange> fields) implements Comparable<Change> {

    /** The three ways to differ. */
    public enum Kind {
        ADDED,
        MODIFIED,
        REMOVED;

        /** The lower-case word of the JSON. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public Change {
        fields = List.copyOf(fields);
        if (kind == Kind.MODIFIED && fields.isEmpty()) {
            throw new IllegalArgumentException("a modified object has a field that differs: " + id);
        }
        if (kind != Kind.MODIFIED && !fields.isEmpty()) {
            throw new IllegalArgumentException("only a modified object names fields: " + id);
        }
    }

    public static Change added(ResourceId id) {
        return new Change(id, Kind.ADDED, List.of());
    }

    public static Change removed(ResourceId id) {
        return new Change(id, Kind.REMOVED, List.of());
    }

    public static Change modified(ResourceId id, List<FieldChange> fields) {
        return new Change(id, Kind.MODIFIED, fields);
    }

    @Override
    public int compareTo(Change other) {
        return id.compareTo(other.id);
    }
}
