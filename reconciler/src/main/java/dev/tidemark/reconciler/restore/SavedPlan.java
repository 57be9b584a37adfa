package dev.tidemark.reconciler.restore;

import dev.tidemark.snapshots.model.ResourceId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A plan that was shown once and is to be carried out as it was, or not at all.
 *
 * @param commit of the snapshot
 * @param cluster uid of the cluster that it was made for
 * @param hash name of the plan
 * @param steps the digest of each object's step: its action, what differs, and which object that was found on
 */
public record SavedPlan(String commit, String cluster, String hash, RestoreScope scope, Map<ResourceId, String> steps) {

    public SavedPlan {
        steps = Map.copyOf(steps);
    }

    /** The objects for which something else would have to be done now, in order. */
    public List<ResourceId> moved(Map<ResourceId, String> now) {
        Set<ResourceId> all = new HashSet<>(steps.keySet());
        all.addAll(now.keySet());
        return all.stream()
                .filter(id -> !now.getOrDefault(id, "").equals(steps.getOrDefault(id, "")))
                .sorted()
                .toList();
    }
}
