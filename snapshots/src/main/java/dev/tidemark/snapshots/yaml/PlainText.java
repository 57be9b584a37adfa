package dev.tidemark.snapshots.yaml;

import java.util.Locale;
import java.util.Set;

/** Which text may stand without quotes: only what no YAML 1.1 or 1.2 reader takes for anything but text. */
final class PlainText {

    private static final Set<String> WORDS = Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "null");
    private static final int LONGEST_WORD = 5;

    private PlainText() {}

    /** {@code [A-Za-z][A-Za-z0-9_./-]*} and, in any letter case, none of the words that YAML 1.1 takes for a value. */
    static boolean allows(String text) {
        int length = text.length();
        if (length == 0 || !letter(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < length; i++) {
            if (!inside(text.charAt(i))) {
                return false;
            }
        }
        return length > LONGEST_WORD || !WORDS.contains(text.toLowerCase(Locale.ROOT));
    }

    static boolean letter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static boolean inside(int c) {
        return letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '/' || c == '_';
    }

    /** Whether {@code c}, as part of longer text, is read the same by all without an escape. Line feed is not. */
    static boolean printable(int c) {
        if (c < 0x7F) {
            return c >= ' ' || c == '\t';
        }
        return c > 0xA0
                && c != 0x2028
                && c != 0x2029
                && c != 0xFEFF
                && c != 0xFFFE
                && c != 0xFFFF
                && (c < 0xD800 || c > 0xDFFF);
    }
}
