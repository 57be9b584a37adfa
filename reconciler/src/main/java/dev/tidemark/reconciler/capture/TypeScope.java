package dev.tidemark.reconciler.capture;

import dev.tidemark.snapshots.layout.SnapshotLayout;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;

/**
 * The type and namespace of a manifest as its path says it; enough to know which list would have shown the object.
 *
 * @param typeFolder {@code <group|core>/<plural>} as in the path
 * @param namespace the encoded namespace, {@code ""} for cluster scope
 */
record TypeScope(String typeFolder, String namespace) {

    static TypeScope ofPath(String path) {
        String[] segments = path.split("/", -1);
        return segments[0].equals("cluster")
                ? new TypeScope(segments[1] + "/" + segments[2], "")
                : new TypeScope(segments[2] + "/" + segments[3], segments[1]);
    }

    static String folder(ResourceType type) {
        return folder(type.group(), type.resource());
    }

    static String folder(String group, String resource) {
        return ofPath(SnapshotLayout.path(new ResourceId(group, "any", resource, "", "any")))
                .typeFolder();
    }
}
