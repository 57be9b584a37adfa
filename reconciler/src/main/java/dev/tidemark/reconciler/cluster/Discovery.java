package dev.tidemark.reconciler.cluster;

import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.model.TypeTable;
import java.util.List;
import java.util.Map;

/**
 * What a cluster serves.
 *
 * @param types the types whose objects can be listed, created and changed, each in the version to use
 * @param versions qualified name of a type to the versions in which it is served, the preferred one first
 * @param broken group to reason, for the API groups that should be there but do not answer: their types are unknown,
 *     not absent
 */
public record Discovery(TypeTable types, Map<String, List<String>> versions, Map<String, String> broken) {

    public Discovery {
        versions = Map.copyOf(versions);
        broken = Map.copyOf(broken);
    }

    /** Whether objects of {@code type} can be read and written in {@code version}. */
    public boolean serves(ResourceType type, String version) {
        return versions.getOrDefault(type.qualifiedName(), List.of()).contains(version);
    }
}
