package dev.tidemark.reconciler.cluster;

import dev.tidemark.snapshots.model.TypeTable;
import java.util.Map;

/**
 * What a cluster serves.
 *
 * @param types the types whose objects can be listed, created and changed, each in the version to use
 * @param broken group to reason, for the API groups that should be there but do not answer: their types are unknown,
 *     not absent
 */
public record Discovery(TypeTable types, Map<String, String> broken) {

    public Discovery {
        broken = Map.copyOf(broken);
    }
}
