package dev.tidemark.snapshots.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a plain scalar means to kubectl and the API server (sigs.k8s.io/yaml, which is YAML 1.1 but for times and
 * base-60 numbers: those stay text).
 */
final class KubectlScalars {

    private static final Set<String> TRUE =
            Set.of("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y");
    private static final Set<String> FALSE =
            Set.of("false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N");
    private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
    private static final Pattern NOT_FINITE = Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
    private static final Pattern INTEGER = Pattern.compile("([-+]?)(0[bB]|0[oO]|0[xX]|0)?([0-9a-fA-F]+)");
    private static final Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

    private KubectlScalars() {}

    /** The value, or empty for what JSON cannot say. */
    static Optional<JsonNode> read(String text, JsonNodeFactory nodes) {
        if (NULL.contains(text)) {
            return Optional.of(NullNode.getInstance());
        }
        if (TRUE.contains(text) || FALSE.contains(text)) {
            return Optional.of(BooleanNode.valueOf(TRUE.contains(text)));
        }
        if (NOT_FINITE.matcher(text).matches()) {
            return Optional.empty();
        }
        char first = text.charAt(0);
        boolean numeric = first == '.' || first == '+' || first == '-' || (first >= '0' && first <= '9');
        return Optional.of(numeric ? number(text, nodes).orElse(TextNode.valueOf(text)) : TextNode.valueOf(text));
    }

    private static Optional<JsonNode> number(String text, JsonNodeFactory nodes) {
        String digits = text.replace("_", "");
        Optional<BigInteger> integer = integer(digits);
        if (integer.isPresent()) {
            return Optional.of(whole(integer.get(), nodes));
        }
        if (FLOAT.matcher(digits).matches()) {
            return Optional.of(nodes.numberNode(new BigDecimal(digits)));
        }
        return Optional.empty();
    }

    private static JsonNode whole(BigInteger value, JsonNodeFactory nodes) {
        if (value.bitLength() < Integer.SIZE) {
            return nodes.numberNode(value.intValue());
        }
        return value.bitLength() < Long.SIZE ? nodes.numberNode(value.longValue()) : nodes.numberNode(value);
    }

    private static Optional<BigInteger> integer(String text) {
        var matcher = INTEGER.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String prefix = matcher.group(2) == null ? "" : matcher.group(2).toLowerCase(java.util.Locale.ROOT);
        int radix =
                switch (prefix) {
                    case "0b" -> 2;
                    case "0o", "0" -> 8;
                    case "0x" -> 16;
                    default -> 10;
                };
        try {
            return Optional.of(new BigInteger(matcher.group(1) + matcher.group(3), radix));
        } catch (NumberFormatException e) {
            return Optional.empty(); // 0b9, 09: digits that the base does not have
        }
    }
}
