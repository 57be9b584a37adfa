package dev.tidemark.snapshots.sops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tidemark.snapshots.sops.ValueCipher.Plain;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** Values, and the bytes that sops makes of them (sops, {@code ToBytes}). */
final class PlainValues {

    private PlainValues() {}

    /** @throws UnknownForm for a number with a fraction, of which sops and YAML have different forms */
    static Plain of(JsonNode value) {
        if (value.isTextual()) {
            return plain("str", value.asText());
        }
        if (value.isBoolean()) {
            return plain("bool", value.asBoolean() ? "True" : "False");
        }
        if (value.isIntegralNumber()) {
            return plain("int", value.bigIntegerValue().toString());
        }
        throw new UnknownForm("it has a number that is not whole");
    }

    private static Plain plain(String type, String text) {
        return new Plain(type, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @throws UnknownForm when the type is not known here
     * @throws IllegalArgumentException when the value is not of its type; the message may tell it
     */
    static JsonNode node(Plain plain) {
        String text = new String(plain.bytes(), StandardCharsets.UTF_8);
        return switch (plain.type()) {
            case "str" -> TextNode.valueOf(text);
            case "bool" -> BooleanNode.valueOf(text.equalsIgnoreCase("true"));
            case "int", "int64" -> BigIntegerNode.valueOf(new BigInteger(text));
            default -> throw new UnknownForm("it has a value of the type " + plain.type());
        };
    }
}
