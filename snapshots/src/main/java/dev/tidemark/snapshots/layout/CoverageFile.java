package dev.tidemark.snapshots.layout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.Coverage;
import java.util.ArrayList;
import java.util.List;

/** {@code .tidemark/coverage.yaml}: the coverage of a snapshot. */
public final class CoverageFile {

    private CoverageFile() {}

    public static byte[] write(Coverage coverage) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        ArrayNode list = tree.putArray("coverage");
        for (Coverage.Entry entry : coverage.entries()) {
            list.add(node(entry));
        }
        return TreeFiles.write(tree);
    }

    /** {@code group, resource, scope, state, count} and, where there is one, {@code reason}. */
    public static ObjectNode node(Coverage.Entry entry) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("group", entry.group())
                .put("resource", entry.resource())
                .put("scope", entry.scope())
                .put("state", entry.state().word())
                .put("count", entry.count());
        if (!entry.reason().isEmpty()) {
            node.put("reason", entry.reason());
        }
        return node;
    }

    /** An unknown state is read as unavailable: never as evidence. */
    public static Coverage read(byte[] yaml) {
        List<Coverage.Entry> entries = new ArrayList<>();
        for (JsonNode node : TreeFiles.read(SnapshotLayout.COVERAGE, yaml).path("coverage")) {
            entries.add(new Coverage.Entry(
                    node.path("group").asText(),
                    node.path("resource").asText(),
                    node.path("scope").asText(),
                    Coverage.State.ofWord(node.path("state").asText()).orElse(Coverage.State.UNAVAILABLE),
                    node.path("count").asInt(),
                    node.path("reason").asText("")));
        }
        return new Coverage(entries);
    }
}
