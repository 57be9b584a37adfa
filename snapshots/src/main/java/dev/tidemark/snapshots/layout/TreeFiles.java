package dev.tidemark.snapshots.layout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import dev.tidemark.snapshots.yaml.MalformedYaml;

/** Reading and writing of the files under {@code .tidemark/}. */
final class TreeFiles {

    private TreeFiles() {}

    static byte[] write(ObjectNode tree) {
        return CanonicalYaml.write(tree);
    }

    static ObjectNode read(String path, byte[] yaml) {
        try {
            return CanonicalYaml.read(yaml);
        } catch (MalformedYaml e) {
            throw Failure.failed(
                    "malformed-snapshot",
                    "read " + path,
                    String.valueOf(e.getMessage()),
                    "choose another revision; tidemark log lists them",
                    e);
        }
    }
}
