package dev.tidemark.policies.normalise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Changes an object here and there: values of the wrong sort, nulls, empties, fields gone or doubled elements. */
final class Mutation {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Random random;

    Mutation(Random random) {
        this.random = random;
    }

    /** Kind, name and namespace stay: without them it is no object. */
    ObjectNode of(ObjectNode object) {
        ObjectNode changed = mapping(object);
        changed.set("apiVersion", object.path("apiVersion"));
        changed.set("kind", object.path("kind"));
        ObjectNode metadata =
                changed.get("metadata") instanceof ObjectNode there ? there : changed.putObject("metadata");
        metadata.set("name", object.path("metadata").path("name"));
        if (object.path("metadata").has("namespace")) {
            metadata.set("namespace", object.path("metadata").path("namespace"));
        }
        return changed;
    }

    private JsonNode node(JsonNode node) {
        if (random.nextInt(12) == 0) {
            return replacement(node);
        }
        return switch (node) {
            case ObjectNode mapping -> mapping(mapping);
            case ArrayNode list -> list(list);
            default -> node;
        };
    }

    private JsonNode replacement(JsonNode node) {
        return switch (random.nextInt(6)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.objectNode();
            case 2 -> NODES.arrayNode();
            case 3 -> NODES.textNode("None");
            case 4 -> NODES.arrayNode().add(node);
            default -> NODES.objectNode().set("name", node);
        };
    }

    private ObjectNode mapping(ObjectNode mapping) {
        ObjectNode changed = NODES.objectNode();
        mapping.properties().forEach(entry -> {
            if (random.nextInt(12) != 0) {
                changed.set(entry.getKey(), node(entry.getValue()));
            }
        });
        return changed;
    }

    private ArrayNode list(ArrayNode list) {
        List<JsonNode> elements = new ArrayList<>();
        list.forEach(element -> {
            elements.add(node(element));
            if (random.nextInt(8) == 0) {
                elements.add(node(element));
            }
        });
        Collections.shuffle(elements, random);
        return NODES.arrayNode().addAll(elements);
    }
}
