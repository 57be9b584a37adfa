package dev.tidemark.snapshots.yaml;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What people hand over: several YAML or JSON documents in one stream, Lists among them. */
public final class Documents {

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(GeneralReader.DEEPEST)
                    .build())
            .build()
            .configure(JsonParser.Feature.STRICT_DUPLICATE_DETECTION, true));

    private Documents() {}

    /**
     * The objects of a stream in their order; empty documents are passed over, the items of a List stand for it.
     *
     * @throws MalformedYaml if one is no mapping, or uses what {@link CanonicalYaml#read} refuses
     */
    public static List<ObjectNode> read(byte[] stream) {
        List<ObjectNode> objects = new ArrayList<>();
        for (ObjectNode document : json(stream).orElseGet(() -> new GeneralReader().readAll(stream))) {
            addTo(objects, document);
        }
        return objects;
    }

    private static void addTo(List<ObjectNode> objects, ObjectNode document) {
        if (!document.path("kind").asText().endsWith("List")
                || !document.path("items").isArray()) {
            objects.add(document);
            return;
        }
        for (JsonNode item : document.path("items")) {
            if (!(item instanceof ObjectNode object)) {
                throw new MalformedYaml("an item of a List is no mapping", 1, 1);
            }
            addTo(objects, object);
        }
    }

    /** JSON may have tabs, and documents without anything between them, which YAML has not. */
    private static Optional<List<ObjectNode>> json(byte[] stream) {
        List<ObjectNode> objects = new ArrayList<>();
        try (MappingIterator<JsonNode> documents =
                JSON.readerFor(JsonNode.class).readValues(stream)) {
            while (documents.hasNextValue()) {
                if (!(documents.nextValue() instanceof ObjectNode object)) {
                    return Optional.empty();
                }
                objects.add(object);
            }
            return objects.isEmpty() ? Optional.empty() : Optional.of(objects);
        } catch (IOException e) {
            return Optional.empty(); // no JSON, or no text at all: then the YAML reader says what is wrong
        }
    }
}
