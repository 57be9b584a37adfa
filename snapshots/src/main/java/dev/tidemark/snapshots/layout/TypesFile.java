package dev.tidemark.snapshots.layout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.model.TypeTable;
import java.util.ArrayList;
import java.util.List;

/** {@code .tidemark/types.yaml}: the resource types that the cluster served, in the order of discovery. */
public final class TypesFile {

    private TypesFile() {}

    public static byte[] write(TypeTable types) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        ArrayNode list = tree.putArray("types");
        for (ResourceType type : types.types()) {
            ObjectNode node = list.addObject()
                    .put("group", type.group())
                    .put("version", type.version())
                    .put("kind", type.kind())
                    .put("resource", type.resource())
                    .put("singular", type.singular())
                    .put("namespaced", type.namespaced())
                    .put("statusSubresource", type.statusSubresource());
            ArrayNode shortNames = node.putArray("shortNames");
            type.shortNames().forEach(shortNames::add);
        }
        return TreeFiles.write(tree);
    }

    public static TypeTable read(byte[] yaml) {
        List<ResourceType> types = new ArrayList<>();
        for (JsonNode node : TreeFiles.read(SnapshotLayout.TYPES, yaml).path("types")) {
            List<String> shortNames = new ArrayList<>();
            node.path("shortNames").forEach(name -> shortNames.add(name.asText()));
            types.add(new ResourceType(
                    node.path("group").asText(),
                    node.path("version").asText(),
                    node.path("kind").asText(),
                    node.path("resource").asText(),
                    node.path("singular").asText(),
                    shortNames,
                    node.path("namespaced").asBoolean(),
                    node.path("statusSubresource").asBoolean()));
        }
        return new TypeTable(types);
    }
}
