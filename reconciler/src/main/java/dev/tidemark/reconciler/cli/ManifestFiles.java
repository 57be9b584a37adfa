package dev.tidemark.reconciler.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import dev.tidemark.snapshots.yaml.Documents;
import dev.tidemark.snapshots.yaml.MalformedYaml;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a verb that turns manifests into manifests reads and writes. */
final class ManifestFiles {

    private static final Path STANDARD_INPUT = Path.of("-");

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "The manifests: YAML or JSON, several documents, Lists. - is standard input.")
    @Nullable
    Path file;

    @Option(
            names = "--to",
            paramLabel = "FILE",
            description = "Write there, readable for its owner alone, instead of to standard output.")
    @Nullable
    Path to;

    boolean named() {
        return file != null;
    }

    Optional<Path> to() {
        return Optional.ofNullable(to);
    }

    /** For messages. */
    String origin() {
        return file == null || file.equals(STANDARD_INPUT) ? "standard input" : file.toString();
    }

    byte[] bytes(Terminal terminal) {
        if (file == null || file.equals(STANDARD_INPUT)) {
            return terminal.input();
        }
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw Failure.usage(
                    "unreadable-file",
                    "read the manifests " + file,
                    Files.exists(file) ? String.valueOf(e.getMessage()) : "there is no such file",
                    "check the path and the permissions");
        }
    }

    /** @throws Failure usage, when there is none, or one cannot be read */
    List<ObjectNode> read(Terminal terminal) {
        try {
            List<ObjectNode> objects = Documents.read(bytes(terminal));
            if (objects.isEmpty()) {
                throw unreadable("there is none");
            }
            return objects;
        } catch (MalformedYaml e) {
            throw unreadable(String.valueOf(e.getMessage()));
        }
    }

    Failure unreadable(String why) {
        return Failure.usage(
                "bad-manifest", "read the manifests of " + origin(), why, "give objects as kubectl get -o yaml prints");
    }

    /** YAML documents one after the other; as JSON the one object, or a List. */
    static byte[] text(List<ObjectNode> objects, OutputFormat format) {
        if (format == OutputFormat.json) {
            ObjectNode document = objects.getFirst();
            if (objects.size() > 1) {
                document = Json.object().put("apiVersion", "v1").put("kind", "List");
                document.putArray("items").addAll(objects);
            }
            return (document + "\n").getBytes(StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream yaml = new ByteArrayOutputStream();
        for (ObjectNode object : objects) {
            if (yaml.size() > 0) {
                yaml.writeBytes("---\n".getBytes(StandardCharsets.US_ASCII));
            }
            yaml.writeBytes(CanonicalYaml.write(object));
        }
        return yaml.toByteArray();
    }
}
