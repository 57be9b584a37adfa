package dev.tidemark.reconciler.drift;

import dev.tidemark.reconciler.cluster.FieldManager;
import dev.tidemark.snapshots.diff.Change;
import dev.tidemark.snapshots.model.ResourceId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the cluster differs from the approved baseline.
 *
 * @param comparison from the baseline to the cluster
 * @param origins which side has moved, for every change
 * @param changedBy who last changed an object that is there, where the cluster tells
 */
public record Drift(Comparison comparison, Map<ResourceId, Origin> origins, Map<ResourceId, FieldManager> changedBy) {

    /** Which side has moved since Tidemark last saw both alike. */
    public enum Origin {
        /** The cluster has drifted. */
        CLUSTER,
        /** People want something that has not been applied yet. */
        BASELINE,
        /** Both. */
        BOTH;

        /** The lower-case word of the JSON. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public Drift {
        origins = Map.copyOf(origins);
        changedBy = Map.copyOf(changedBy);
    }

    public List<Change> changes() {
        return comparison.changes();
    }

    public Origin origin(Change change) {
        return origins.getOrDefault(change.id(), Origin.CLUSTER);
    }

    public Optional<FieldManager> changedBy(Change change) {
        return Optional.ofNullable(changedBy.get(change.id()));
    }

    /** Whether every type could be compared: nothing is concluded from less. */
    public boolean complete() {
        return comparison.incomplete().isEmpty();
    }
}
