package dev.tidemark.snapshots.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;

/** The one text of a number: whole numbers plain, others with a dot and, if need be, a signed exponent. */
final class Numbers {

    /** Beyond these the API server itself (Go's encoding/json) changes to an exponent. */
    private static final BigDecimal LARGE = new BigDecimal("1e21");

    private static final BigDecimal SMALL = new BigDecimal("1e-6");

    private Numbers() {}

    static String text(JsonNode number) {
        return number.isInt() || number.isLong() ? Long.toString(number.longValue()) : text(number.decimalValue());
    }

    private static String text(BigDecimal number) {
        BigDecimal magnitude = number.abs();
        if (number.signum() == 0) {
            return "0";
        }
        if (magnitude.compareTo(LARGE) >= 0 || magnitude.compareTo(SMALL) < 0) {
            return scientific(number);
        }
        BigDecimal exact = number.stripTrailingZeros();
        return exact.scale() <= 0 ? exact.toBigIntegerExact().toString() : exact.toPlainString();
    }

    /** {@code 1.0e+21}: the one form of a large number that YAML 1.1 and 1.2 both read as a float. */
    private static String scientific(BigDecimal number) {
        BigDecimal exact = number.stripTrailingZeros();
        BigInteger unscaled = exact.unscaledValue();
        String digits = unscaled.abs().toString();
        long exponent = (long) digits.length() - 1 - exact.scale();
        String fraction = digits.length() == 1 ? "0" : digits.substring(1);
        return (unscaled.signum() < 0 ? "-" : "")
                + digits.charAt(0)
                + "."
                + fraction
                + "e"
                + (exponent < 0 ? "-" : "+")
                + Math.abs(exponent);
    }
}
