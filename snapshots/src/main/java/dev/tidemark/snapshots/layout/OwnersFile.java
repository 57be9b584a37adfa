package dev.tidemark.snapshots.layout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.OwnerReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code .tidemark/owners.yaml}: the owner references of the exported objects, by path. They stand apart from the
 * manifests because an owner reference without a uid makes every apply fail, and a uid means nothing elsewhere.
 */
public final class OwnersFile {

    private OwnersFile() {}

    public static byte[] write(SortedMap<String, List<OwnerReference>> owners) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        ObjectNode byPath = tree.putObject("owners");
        for (Map.Entry<String, List<OwnerReference>> entry : owners.entrySet()) {
            ArrayNode list = byPath.putArray(entry.getKey());
            for (OwnerReference owner : entry.getValue()) {
                list.addObject()
                        .put("apiVersion", owner.apiVersion())
                        .put("kind", owner.kind())
                        .put("name", owner.name())
                        .put("controller", owner.controller())
                        .put("blockOwnerDeletion", owner.blockOwnerDeletion());
            }
        }
        return TreeFiles.write(tree);
    }

    public static SortedMap<String, List<OwnerReference>> read(byte[] yaml) {
        SortedMap<String, List<OwnerReference>> owners = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry :
                TreeFiles.read(SnapshotLayout.OWNERS, yaml).path("owners").properties()) {
            List<OwnerReference> list = new ArrayList<>();
            for (JsonNode node : entry.getValue()) {
                list.add(new OwnerReference(
                        node.path("apiVersion").asText(),
                        node.path("kind").asText(),
                        node.path("name").asText(),
                        node.path("controller").asBoolean(),
                        node.path("blockOwnerDeletion").asBoolean()));
            }
            owners.put(entry.getKey(), list);
        }
        return owners;
    }
}
