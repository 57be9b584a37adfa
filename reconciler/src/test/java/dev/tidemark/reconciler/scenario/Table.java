package dev.tidemark.reconciler.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A test resource with one YAML document for each row of a scenario: at {@code object} a manifest, the rest is its own. */
public final class Table {

    private Table() {}

    /** The rows of {@code resource}, with the namespace in the place of {@code %1$s}, and as the label {@code of} of each object. */
    public static List<ObjectNode> rows(String resource, Namespace namespace) {
        try (InputStream in = Objects.requireNonNull(Table.class.getResourceAsStream(resource), resource)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).formatted(namespace);
            List<ObjectNode> rows = Stream.of(text.split("\n---\n", -1))
                    .map(document -> CanonicalYaml.read(document.getBytes(StandardCharsets.UTF_8)))
                    .toList();
            rows.forEach(row -> row.withObject("/object/metadata/labels").put("of", namespace.name()));
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** These manifests as one for kubectl. */
    public static String list(Collection<ObjectNode> manifests) {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.put("apiVersion", "v1").put("kind", "List").putArray("items").addAll(manifests);
        return list.toString();
    }

    /** {@code Kind/name}, as kubectl calls an object. */
    public static String word(JsonNode manifest) {
        return manifest.path("kind").asText() + "/"
                + manifest.at("/metadata/name").asText();
    }
}
