package dev.tidemark.reconciler.cluster;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;

/**
 * JSON as trees, straight from the parser's tokens: numbers exact, and {@code metadata.managedFields} (two fifths of
 * the bytes) never built.
 */
final class JsonTrees {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /** One object is at most etcd's 1.5 MiB, but a text in it may be all of that. */
    private static final int LONGEST_TEXT = 64 * 1024 * 1024;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(LONGEST_TEXT)
                    .build())
            .build();

    private JsonTrees() {}

    static JsonParser parser(InputStream json) throws IOException {
        return FACTORY.createParser(json);
    }

    static JsonNode read(InputStream json) throws IOException {
        try (JsonParser parser = parser(json)) {
            parser.nextToken();
            return value(parser);
        }
    }

    static JsonNode read(byte[] json) throws IOException {
        try (JsonParser parser = FACTORY.createParser(json)) {
            parser.nextToken();
            return value(parser);
        }
    }

    /** One Kubernetes object without its managed fields. */
    static ObjectNode object(InputStream json) throws IOException {
        try (JsonParser parser = parser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("it is no JSON object");
            }
            return object(parser);
        }
    }

    /** One Kubernetes object without its managed fields; the parser stands at its opening brace. */
    static ObjectNode object(JsonParser parser) throws IOException {
        ObjectNode node = NODES.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (token == JsonToken.START_OBJECT && name.equals("metadata")) {
                node.set(name, metadata(parser));
            } else {
                node.set(name, value(parser));
            }
        }
        return node;
    }

    private static ObjectNode metadata(JsonParser parser) throws IOException {
        ObjectNode node = NODES.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals("managedFields")) {
                parser.skipChildren();
            } else {
                node.set(name, value(parser));
            }
        }
        return node;
    }

    /** The value at whose first token the parser stands. */
    static JsonNode value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case null -> throw new IOException("there is nothing");
            case START_OBJECT -> {
                ObjectNode node = NODES.objectNode();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    node.set(name, value(parser));
                }
                yield node;
            }
            case START_ARRAY -> {
                ArrayNode list = NODES.arrayNode();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                yield list;
            }
            case VALUE_STRING -> TextNode.valueOf(parser.getText());
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDecimalValue());
            case VALUE_TRUE -> BooleanNode.TRUE;
            case VALUE_FALSE -> BooleanNode.FALSE;
            case VALUE_NULL -> NullNode.getInstance();
            default -> throw new IOException("not JSON: " + parser.currentToken());
        };
    }

    private static JsonNode integer(JsonParser parser) throws IOException {
        return switch (parser.getNumberType()) {
            case INT -> NODES.numberNode(parser.getIntValue());
            case LONG -> NODES.numberNode(parser.getLongValue());
            default -> NODES.numberNode(parser.getBigIntegerValue());
        };
    }
}
