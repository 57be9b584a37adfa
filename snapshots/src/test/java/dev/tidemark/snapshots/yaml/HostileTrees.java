package dev.tidemark.snapshots.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;

/** Random trees whose keys and texts are made of pieces that some reader somewhere takes for something else. */
final class HostileTrees {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> PIECES = List.of(
            "yes",
            "no",
            "on",
            "off",
            "y",
            "N",
            "~",
            "null",
            "Null",
            "true",
            "010",
            "0o17",
            "0x1F",
            "0b11",
            "1_000",
            "1e3",
            "+1",
            ".5",
            "1.",
            "12:30:45",
            "2001-01-01",
            "=",
            "<<",
            ".inf",
            ".nan",
            "-",
            "- ",
            ": ",
            " #",
            "#",
            "|",
            ">",
            "&a",
            "*a",
            "!!str",
            "%",
            "@",
            "`",
            "{",
            "}",
            "[",
            "]",
            ",",
            "?",
            "? ",
            "'",
            "\"",
            "\\",
            "/",
            "\n",
            "\n",
            "\n\n",
            "\r",
            "\r\n",
            "\t",
            " ",
            "  ",
            "\u0000",
            "\u0007",
            "\u007f",
            "\u0085",
            "\u00a0",
            "\u2028",
            "\u2029",
            "\ufeff",
            "\ufffe",
            "\ud83d\ude00",
            "é",
            "web",
            "nginx.conf",
            "a b",
            "---",
            "...",
            "x\n y",
            "k:v",
            "\u4e2d",
            "\ue000");
    private static final double[] NUMBERS = {1e21, -3e300, 1e-7, 1.5e-300, 18446744073709552000d, 0.1, -2.5, 1e20};

    private final Random random;

    HostileTrees(long seed) {
        this.random = new Random(seed);
    }

    ObjectNode document() {
        return mapping(4);
    }

    private ObjectNode mapping(int depth) {
        ObjectNode mapping = NODES.objectNode();
        for (int i = random.nextInt(5); i >= 0; i--) {
            mapping.set(text(), value(depth - 1));
        }
        return mapping;
    }

    private JsonNode value(int depth) {
        return switch (depth <= 0 ? 2 + random.nextInt(6) : random.nextInt(8)) {
            case 0 -> mapping(depth);
            case 1 -> list(depth);
            case 2 -> NODES.numberNode(random.nextLong());
            case 3 -> NODES.numberNode(new BigDecimal(Double.toString(NUMBERS[random.nextInt(NUMBERS.length)])));
            case 4 ->
                List.of(NODES.nullNode(), NODES.booleanNode(true), NODES.objectNode(), NODES.arrayNode())
                        .get(random.nextInt(4));
            default -> NODES.textNode(text());
        };
    }

    private ArrayNode list(int depth) {
        ArrayNode list = NODES.arrayNode();
        for (int i = random.nextInt(4); i >= 0; i--) {
            list.add(value(depth - 1));
        }
        return list;
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(
                    random.nextInt(8) == 0
                            ? Character.toString(character())
                            : PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    /** Any code point but lone surrogates: the API server replaces those before we see them. */
    private int character() {
        int c = random.nextInt(random.nextBoolean() ? 0x300 : 0x11000);
        return c >= 0xD800 && c <= 0xDFFF ? 'x' : c;
    }
}
