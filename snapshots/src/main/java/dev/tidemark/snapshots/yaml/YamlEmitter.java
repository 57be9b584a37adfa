package dev.tidemark.snapshots.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes a tree as canonical YAML; one instance per document. */
final class YamlEmitter {

    private static final int INDENT = 2;
    /** YAML 1.1 and 1.2 readers look for the colon of a plain key within 1,024 characters only. */
    private static final int LONGEST_SIMPLE_KEY = 200;

    private final ByteBuilder out = new ByteBuilder();
    private final TextEmitter text = new TextEmitter(out);

    byte[] toByteArray() {
        return out.toByteArray();
    }

    void document(ObjectNode tree) {
        if (tree.isEmpty()) {
            out.ascii("{}\n");
        } else {
            mapping(tree, KeyOrder.DOCUMENT, 0);
        }
    }

    /** The cursor stands where the first key belongs; the others are indented by {@code indent}. */
    private void mapping(ObjectNode mapping, KeyOrder order, int indent) {
        boolean first = true;
        for (String key : order.keys(mapping)) {
            if (!first) {
                out.spaces(indent);
            }
            first = false;
            key(key, indent);
            value(mapping.get(key), order.of(key), indent);
        }
    }

    private void key(String key, int indent) {
        if (key.length() > LONGEST_SIMPLE_KEY) {
            out.ascii("? ");
            text.inline(key);
            out.ascii('\n');
            out.spaces(indent);
        } else {
            text.inline(key);
        }
        out.ascii(':');
    }

    /** What follows the colon of a key that stands at {@code indent}. */
    private void value(JsonNode value, KeyOrder order, int indent) {
        if (value instanceof ObjectNode mapping && !mapping.isEmpty()) {
            out.ascii('\n');
            out.spaces(indent + INDENT);
            mapping(mapping, order, indent + INDENT);
        } else if (value instanceof ArrayNode list && !list.isEmpty()) {
            out.ascii('\n');
            out.spaces(indent);
            list(list, indent);
        } else {
            out.ascii(' ');
            leaf(value, indent + INDENT);
        }
    }

    /** The cursor stands where the first dash belongs. */
    private void list(ArrayNode list, int indent) {
        for (int i = 0; i < list.size(); i++) {
            if (i > 0) {
                out.spaces(indent);
            }
            out.ascii("- ");
            JsonNode element = list.get(i);
            if (element instanceof ObjectNode mapping && !mapping.isEmpty()) {
                mapping(mapping, KeyOrder.PLAIN, indent + INDENT);
            } else if (element instanceof ArrayNode inner && !inner.isEmpty()) {
                list(inner, indent + INDENT);
            } else {
                leaf(element, indent + INDENT);
            }
        }
    }

    private void leaf(JsonNode value, int blockIndent) {
        switch (value.getNodeType()) {
            case STRING -> text.value(value.textValue(), blockIndent);
            case NUMBER -> line(Numbers.text(value));
            case BOOLEAN -> line(value.booleanValue() ? "true" : "false");
            case OBJECT -> line("{}");
            case ARRAY -> line("[]");
            case NULL -> line("null");
            default -> throw new IllegalArgumentException("not a JSON value: " + value.getNodeType());
        }
    }

    private void line(String ascii) {
        out.ascii(ascii);
        out.ascii('\n');
    }
}
