package dev.tidemark.policies.mapping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.ResourceId;

/** The claim that a volume belongs to, and what a claim is filled from. */
final class Volumes {

    private Volumes() {}

    static void rewrite(ResourceId id, ObjectNode tree, NamespaceMap map) {
        if (id.group().isEmpty() && id.kind().equals("PersistentVolume")) {
            Values.map(tree.path("spec").path("claimRef"), "namespace", map);
        } else if (id.group().isEmpty() && id.kind().equals("PersistentVolumeClaim")) {
            Values.map(tree.path("spec").path("dataSourceRef"), "namespace", map);
        }
    }
}
