package dev.tidemark.policies.normalise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A file under {@code src/test/resources}: a live object, what the cluster around it is like, and what is expected of
 * it. A new file is a new test. The fields are described in RULES.md.
 */
public record Example(String name, ObjectNode file) {

    private static final Path RESOURCES = Path.of("src/test/resources");

    /** All examples of the folder, in the order of their paths. */
    public static List<Example> in(String folder) {
        Path root = RESOURCES.resolve(folder);
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .map(file -> new Example(root.relativize(file).toString(), read(file)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode read(Path file) {
        try {
            return CanonicalYaml.read(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy of the tree under {@code field}. */
    public ObjectNode tree(String field) {
        return (ObjectNode) file.required(field).deepCopy();
    }

    public ObjectNode live() {
        return tree("live");
    }

    public ResourceType type() {
        return typeOf(file.path("live"), file.path("type"));
    }

    /** The type that {@code object} says it is of. */
    static ResourceType typeOf(JsonNode object, JsonNode stated) {
        String apiVersion = object.path("apiVersion").asText("v1");
        int slash = apiVersion.indexOf('/');
        String group = stated.path("group").asText(slash < 0 ? "" : apiVersion.substring(0, slash));
        String kind = stated.path("kind").asText(object.path("kind").asText());
        String singular = kind.toLowerCase(Locale.ROOT);
        return new ResourceType(
                group,
                apiVersion.substring(slash + 1),
                kind,
                singular + "s",
                singular,
                List.of(),
                object.path("metadata").has("namespace"),
                stated.path("statusSubresource").asBoolean(true));
    }

    public ClusterFacts facts() {
        JsonNode facts = file.path("facts");
        return new ClusterFacts(
                texts(facts.path("scaledTargets")),
                texts(facts.path("sealedSecrets")),
                texts(facts.path("selectedServices")));
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new HashSet<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** What the normaliser makes of it. */
    Normalised normalised() {
        Normaliser normaliser = Normaliser.standard();
        return file.path("orphan").asBoolean()
                ? normaliser.normaliseOrphan(type(), live(), facts())
                : normaliser.normalise(type(), live(), facts());
    }

    @Override
    public String toString() {
        return name + ": " + file.path("story").asText();
    }
}
