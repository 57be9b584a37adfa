package dev.tidemark.snapshots.layout;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.Failure;

/**
 * {@code .tidemark/repository.yaml}: that this is a snapshot repository, of which format, and its random id.
 *
 * @param repository 32 hexadecimal digits, made by {@code init}; stays when the cluster is rebuilt
 */
public record RepositoryFile(String repository) {

    /** The version of the format that this build writes and reads. */
    public static final int FORMAT = 1;

    /** @throws Failure {@code format} if the format is newer than {@link #FORMAT} or the file is none of ours */
    public static RepositoryFile parse(byte[] yaml) {
        ObjectNode tree = TreeFiles.read(SnapshotLayout.REPOSITORY, yaml);
        int format = tree.path("format").asInt();
        if (format < 1 || format > FORMAT) {
            throw Failure.usage(
                    "format",
                    "read the snapshot repository",
                    "its format is " + tree.path("format").asText("missing") + ", this version reads format " + FORMAT,
                    "use a newer version of Tidemark");
        }
        return new RepositoryFile(tree.path("repository").asText());
    }

    public byte[] toYaml() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("format", FORMAT).put("repository", repository);
        return TreeFiles.write(tree);
    }
}
