package dev.tidemark.snapshots.yaml;

import java.io.ByteArrayInputStream;
import java.util.HashMap;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.reader.UnicodeReader;

/** Where the fields of a document stand, for messages about them. */
public final class SourceLines {

    private final Map<String, Integer> lines = new HashMap<>();

    private SourceLines() {}

    /** {@code document} = one that {@link CanonicalYaml#read} has read. */
    public static SourceLines of(byte[] document) {
        SourceLines lines = new SourceLines();
        Node root = new Yaml(GeneralReader.limits()).compose(new UnicodeReader(new ByteArrayInputStream(document)));
        if (root != null) {
            lines.note("", root.getStartMark().getLine(), root);
        }
        return lines;
    }

    /**
     * The line, counted from 1, of the field at {@code path}; of the nearest field around it where it is not there.
     *
     * @param path {@code spec.components[0].name}; {@code ""} for the document
     */
    public int line(String path) {
        String around = path;
        while (!lines.containsKey(around) && !around.isEmpty()) {
            around = around.substring(0, Math.max(0, Math.max(around.lastIndexOf('.'), around.lastIndexOf('['))));
        }
        return lines.getOrDefault(around, 0) + 1;
    }

    private void note(String path, int line, Node node) {
        lines.putIfAbsent(path, line);
        if (node instanceof MappingNode mapping) {
            for (NodeTuple field : mapping.getValue()) {
                if (field.getKeyNode() instanceof ScalarNode key) {
                    String at = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
                    note(at, key.getStartMark().getLine(), field.getValueNode());
                }
            }
        } else if (node instanceof SequenceNode list) {
            for (int i = 0; i < list.getValue().size(); i++) {
                Node element = list.getValue().get(i);
                note(path + "[" + i + "]", element.getStartMark().getLine(), element);
            }
        }
    }
}
