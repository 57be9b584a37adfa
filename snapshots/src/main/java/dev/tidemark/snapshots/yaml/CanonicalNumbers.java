package dev.tidemark.snapshots.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Reads the texts of {@link Numbers}: {@code 0}, {@code -12}, {@code 1.5}, {@code 1.0e+21}. */
final class CanonicalNumbers {

    private static final int LONG_DIGITS = 18;

    private CanonicalNumbers() {}

    static JsonNode read(String text, JsonNodeFactory nodes) {
        int digits = text.startsWith("-") ? 1 : 0;
        int dot = text.indexOf('.');
        int whole = dot < 0 ? text.length() : dot;
        if (!digits(text, digits, whole) || (text.charAt(digits) == '0' && whole - digits > 1)) {
            throw new NotCanonical();
        }
        if (dot < 0) {
            return text.length() <= LONG_DIGITS
                    ? whole(Long.parseLong(text), nodes)
                    : nodes.numberNode(new BigInteger(text));
        }
        int exponent = text.indexOf('e', dot);
        if (!digits(text, dot + 1, exponent < 0 ? text.length() : exponent)
                || (exponent >= 0 && !signedExponent(text, exponent + 1))) {
            throw new NotCanonical();
        }
        return nodes.numberNode(new BigDecimal(text));
    }

    private static JsonNode whole(long value, JsonNodeFactory nodes) {
        return value == (int) value ? nodes.numberNode((int) value) : nodes.numberNode(value);
    }

    private static boolean signedExponent(String text, int from) {
        return from < text.length()
                && (text.charAt(from) == '+' || text.charAt(from) == '-')
                && digits(text, from + 1, text.length());
    }

    private static boolean digits(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return from < to;
    }
}
