package dev.tidemark.policies.mapping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.ResourceId;

/** Where the object itself is, or for a Namespace, who; and for a SealedSecret, where its Secret is to be. */
final class OwnPlace {

    private OwnPlace() {}

    static void rewrite(ResourceId id, ObjectNode tree, NamespaceMap map) {
        ResourceId here = map.here(id);
        ObjectNode metadata = tree.withObject("/metadata");
        metadata.put("name", here.name());
        if (here.namespaced()) {
            metadata.put("namespace", here.namespace());
        }
        if (id.kind().equals("SealedSecret")) {
            Values.map(tree.path("spec").path("template").path("metadata"), "namespace", map);
        }
    }
}
