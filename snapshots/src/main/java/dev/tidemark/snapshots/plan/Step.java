package dev.tidemark.snapshots.plan;

import dev.tidemark.snapshots.diff.FieldChange;
import dev.tidemark.snapshots.model.ResourceId;
import java.util.Comparator;
import java.util.List;

/**
 * The intention for one object of a restore's scope.
 *
 * @param wave when: waves follow one another, the steps of one wave may run together
 * @param id the object
 * @param action what is to be done
 * @param reason why, as a code or a short sentence; empty where the action says all
 * @param fields what differs between live (first side) and wanted (second side); values of Secrets are masked
 * @param notes what else a person should know, each a phrase; no part of what makes two plans equal
 */
public record Step(int wave, ResourceId id, Action action, String reason, List<FieldChange> fields, List<String> notes)
        implements Comparable<Step> {

    private static final Comparator<Step> ORDER = Comparator.comparingInt(Step::wave)
            .thenComparing(s -> s.id().group())
            .thenComparing(s -> s.id().kind())
            .thenComparing(Step::id);

    public Step {
        fields = List.copyOf(fields);
        notes = List.copyOf(notes);
    }

    /** Without notes. */
    public Step(int wave, ResourceId id, Action action, String reason, List<FieldChange> fields) {
        this(wave, id, action, reason, fields, List.of());
    }

    /** The same step with these notes. */
    public Step with(List<String> otherNotes) {
        return new Step(wave, id, action, reason, fields, otherNotes);
    }

    @Override
    public int compareTo(Step other) {
        return ORDER.compare(this, other);
    }
}
