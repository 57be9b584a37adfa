package dev.tidemark.snapshots.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads what {@link YamlEmitter} writes, and nothing else: whatever is not exactly of that form is left to the general
 * reader. That makes it ten times faster, which a snapshot needs to look at thousands of sealed Secrets.
 */
final class CanonicalParser {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int INDENT = 2;

    private final byte[] bytes;
    private int at;

    CanonicalParser(byte[] document) {
        this.bytes = document;
    }

    /** The tree, or empty when the document is not canonical. */
    Optional<ObjectNode> parse() {
        if (bytes.length == 0 || bytes[bytes.length - 1] != '\n' || !PlainBytes.onlyPrintable(bytes)) {
            return Optional.empty();
        }
        try {
            if (Arrays.equals(bytes, new byte[] {'{', '}', '\n'})) {
                return Optional.of(NODES.objectNode());
            }
            ObjectNode tree = mapping(0);
            return at == bytes.length ? Optional.of(tree) : Optional.empty();
        } catch (NotCanonical e) {
            return Optional.empty();
        }
    }

    private ObjectNode mapping(int indent) {
        refuseDepth(indent);
        ObjectNode mapping = NODES.objectNode();
        do {
            String key = key();
            expect(':');
            if (mapping.putIfAbsent(key, value(indent)) != null) {
                throw new NotCanonical();
            }
        } while (nextLineBelongsTo(indent, false));
        return mapping;
    }

    private ArrayNode list(int indent) {
        refuseDepth(indent);
        ArrayNode list = NODES.arrayNode();
        do {
            expect('-');
            expect(' ');
            list.add(element(indent + INDENT));
        } while (nextLineBelongsTo(indent, true));
        return list;
    }

    private static void refuseDepth(int indent) {
        if (indent > INDENT * GeneralReader.DEEPEST) {
            throw new NotCanonical();
        }
    }

    private JsonNode element(int indent) {
        int c = peek(0);
        if (c == '-' && peek(1) == ' ') {
            return list(indent);
        }
        if ((PlainText.letter(c) || c == '"') && startsWithKey()) {
            return mapping(indent);
        }
        return leaf(indent);
    }

    /** Whether the line goes on with a key and its colon, rather than with a lone text. */
    private boolean startsWithKey() {
        int end = 0;
        if (peek(0) == '"') {
            for (end = 1; peek(end) != '"'; end++) {
                if (peek(end) == '\\') {
                    end++;
                }
            }
            end++;
        } else {
            while (PlainText.inside(peek(end))) {
                end++;
            }
        }
        return peek(end) == ':';
    }

    /** Moves past the indentation of the next line when it stands at {@code indent} and is of this sort. */
    private boolean nextLineBelongsTo(int indent, boolean dash) {
        int i = at;
        while (i < bytes.length && bytes[i] == ' ') {
            i++;
        }
        if (i == bytes.length || i - at != indent || (bytes[i] == '-') != dash) {
            return false;
        }
        at = i;
        return true;
    }

    /** What follows the colon of a key that stands at {@code indent}. */
    private JsonNode value(int indent) {
        if (peek(0) == ' ') {
            at++;
            return leaf(indent + INDENT);
        }
        expect('\n');
        if (nextLineBelongsTo(indent, true)) {
            return list(indent);
        }
        if (nextLineBelongsTo(indent + INDENT, false)) {
            return mapping(indent + INDENT);
        }
        throw new NotCanonical();
    }

    private String key() {
        return peek(0) == '"' ? quoted() : plain();
    }

    private JsonNode leaf(int blockIndent) {
        int c = peek(0);
        if (c == '|') {
            return TextNode.valueOf(block(blockIndent));
        }
        JsonNode leaf;
        if (c == '"') {
            leaf = TextNode.valueOf(quoted());
        } else if (c == '{') {
            leaf = empty('{', '}', NODES.objectNode());
        } else if (c == '[') {
            leaf = empty('[', ']', NODES.arrayNode());
        } else if (PlainText.letter(c)) {
            leaf = word();
        } else {
            leaf = number();
        }
        expect('\n');
        return leaf;
    }

    private JsonNode empty(char open, char close, JsonNode node) {
        expect(open);
        expect(close);
        return node;
    }

    private JsonNode word() {
        String word = ascii();
        return switch (word) {
            case "true" -> BooleanNode.TRUE;
            case "false" -> BooleanNode.FALSE;
            case "null" -> NullNode.getInstance();
            default -> TextNode.valueOf(checked(word));
        };
    }

    private String plain() {
        return checked(ascii());
    }

    private static String checked(String text) {
        if (!PlainText.allows(text)) {
            throw new NotCanonical();
        }
        return text;
    }

    private String ascii() {
        int start = at;
        while (PlainText.inside(peek(0))) {
            at++;
        }
        return new String(bytes, start, at - start, StandardCharsets.ISO_8859_1);
    }

    private JsonNode number() {
        int start = at;
        while (peek(0) != '\n') {
            at++;
        }
        return CanonicalNumbers.read(new String(bytes, start, at - start, StandardCharsets.ISO_8859_1), NODES);
    }

    private String quoted() {
        int start = ++at;
        while (true) {
            int c = peek(0);
            if (c == '"') {
                String text = new String(bytes, start, at - start, StandardCharsets.UTF_8);
                at++;
                return text;
            }
            if (c == '\\') {
                return escaped(start);
            }
            if (c == '\n' || c == '\t') {
                throw new NotCanonical();
            }
            at++;
        }
    }

    /** Goes on at the first backslash of the quoted text that began at {@code start}. */
    private String escaped(int start) {
        StringBuilder text = new StringBuilder();
        int from = start;
        while (peek(0) != '"') {
            int c = peek(0);
            if (c == '\n' || c == '\t') {
                throw new NotCanonical();
            }
            if (c == '\\') {
                text.append(new String(bytes, from, at - from, StandardCharsets.UTF_8));
                escape(text);
                from = at;
            } else {
                at++;
            }
        }
        text.append(new String(bytes, from, at - from, StandardCharsets.UTF_8));
        at++;
        return text.toString();
    }

    private void escape(StringBuilder text) {
        int c = peek(1);
        at += 2;
        switch (c) {
            case 'n' -> text.append('\n');
            case 't' -> text.append('\t');
            case 'r' -> text.append('\r');
            case '"', '\\' -> text.append((char) c);
            case 'x' -> text.append((char) hex(2));
            case 'u' -> text.append((char) hex(4));
            default -> throw new NotCanonical();
        }
    }

    private int hex(int digits) {
        int value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = Character.digit(peek(0), 16);
            if (digit < 0) {
                throw new NotCanonical();
            }
            value = value * 16 + digit;
            at++;
        }
        if (value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE) {
            throw new NotCanonical();
        }
        return value;
    }

    private String block(int indent) {
        expect('|');
        int chomp = peek(0);
        if (chomp == '-' || chomp == '+') {
            at++;
        }
        expect('\n');
        BlockText text = new BlockText();
        while (at < bytes.length) {
            if (bytes[at] == '\n') {
                at++;
                text.emptyLine();
            } else if (indented(indent)) {
                at += indent;
                blockLine(text);
            } else {
                break;
            }
        }
        return text.text(chomp);
    }

    private boolean indented(int indent) {
        for (int i = 0; i < indent; i++) {
            if (peek(i) != ' ') {
                return false;
            }
        }
        return true;
    }

    private void blockLine(BlockText text) {
        int start = at;
        while (bytes[at] != '\n') {
            at++;
        }
        if (at == start || blank(bytes[at - 1]) || (text.isEmpty() && blank(bytes[start]))) {
            throw new NotCanonical();
        }
        at++;
        text.line(bytes, start, at);
    }

    private static boolean blank(byte c) {
        return c == ' ' || c == '\t';
    }

    private int peek(int ahead) {
        if (at + ahead >= bytes.length) {
            throw new NotCanonical();
        }
        return bytes[at + ahead];
    }

    private void expect(char c) {
        if (peek(0) != c) {
            throw new NotCanonical();
        }
        at++;
    }
}
