package dev.tidemark.reconciler.capture;

import dev.tidemark.snapshots.layout.SnapshotLayout;
import dev.tidemark.snapshots.model.Coverage;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import java.util.List;

/**
 * The type and namespace of a manifest as its path says it; enough to know which list would have shown the object.
 *
 * @param typeFolder {@code <group|core>/<plural>} as in the path
 * @param namespace the encoded namespace, {@code ""} for cluster scope
 */
public record TypeScope(String typeFolder, String namespace) {

    public static TypeScope ofPath(String path) {
        String[] segments = path.split("/", -1);
        return segments[0].equals("cluster")
                ? new TypeScope(segments[1] + "/" + segments[2], "")
                : new TypeScope(segments[2] + "/" + segments[3], segments[1]);
    }

    /** What a coverage entry counts; of all namespaces, {@link #withWhole} adds the sum. */
    public static TypeScope of(Coverage.Entry entry) {
        boolean oneNamespace =
                !entry.scope().equals(Coverage.ALL_NAMESPACES) && !entry.scope().equals(Coverage.CLUSTER);
        return new TypeScope(folder(entry.group(), entry.resource()), oneNamespace ? entry.scope() : "");
    }

    /** Itself, and, for one namespace, all of them. */
    public List<TypeScope> withWhole() {
        return namespace.isEmpty() ? List.of(this) : List.of(this, new TypeScope(typeFolder, ""));
    }

    static String folder(ResourceType type) {
        return folder(type.group(), type.resource());
    }

    static String folder(String group, String resource) {
        return ofPath(SnapshotLayout.path(new ResourceId(group, "any", resource, "", "any")))
                .typeFolder();
    }
}
