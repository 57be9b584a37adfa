package dev.tidemark.policies.secrecy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Consumer;

/**
 * What a text says, and what is written in it as base64 (both alphabets, wrapped or not, wherever it begins), as hexadecimal,
 * percent-encoded, or escaped as JSON text; and what that says, once more.
 */
final class Decodings {

    private static final int DEPTH = 2;
    /** What the shortest value takes in base64, and in hexadecimal. */
    private static final int SHORTEST_BASE64 = 16;

    private static final int SHORTEST_HEX = 2 * RollingHash.WINDOW;

    private final Consumer<byte[]> reader;

    /** {@code reader} gets each of them, and the text itself. */
    Decodings(Consumer<byte[]> reader) {
        this.reader = reader;
    }

    void read(String text) {
        read(text, text.getBytes(StandardCharsets.UTF_8), 0);
    }

    private void read(String text, byte[] bytes, int depth) {
        reader.accept(bytes);
        if (depth < DEPTH) {
            base64(text, depth + 1);
            hex(text, depth + 1);
            if (text.indexOf('%') >= 0) {
                decoded(percent(text), depth + 1);
                decoded(percent(text.replace('+', ' ')), depth + 1);
            }
            if (text.indexOf('\\') >= 0) {
                decoded(unescaped(text), depth + 1);
            }
        }
    }

    private void decoded(byte[] bytes, int depth) {
        if (bytes.length >= RollingHash.WINDOW) {
            if (depth < DEPTH && isText(bytes)) {
                read(new String(bytes, StandardCharsets.UTF_8), bytes, depth);
            } else {
                reader.accept(bytes);
            }
        }
    }

    /** Most of what is decoded was no encoding, and is noise. */
    private static boolean isText(byte[] bytes) {
        for (byte b : bytes) {
            if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t') {
                return false;
            }
        }
        return true;
    }

    /**
     * Where a run begins is not where the value does: one of four beginnings fits. Names have no capitals, and encoded values
     * have some, but for one binary value of 12 bytes in 5,000.
     */
    private void base64(String text, int depth) {
        int at = 0;
        while (at < text.length()) {
            int end = endOfBase64(text, at);
            if (end - at >= SHORTEST_BASE64 && hasCapital(text, at, end)) {
                String letters = letters(text, at, end);
                for (int skip = 0; skip < 4 && letters.length() - skip >= SHORTEST_BASE64; skip++) {
                    int odd = (letters.length() - skip) % 4 == 1 ? 1 : 0;
                    decoded(Base64.getDecoder().decode(letters.substring(skip, letters.length() - odd)), depth);
                }
            }
            at = end + 1;
        }
    }

    /** The end of a run from {@code start} on, over the line ends of wrapped text. */
    private static int endOfBase64(String text, int start) {
        int end = start;
        int next = start;
        while (next < text.length() && isBase64(text.charAt(next))) {
            end = next;
            while (end < text.length() && isBase64(text.charAt(end))) {
                end++;
            }
            next = afterLineEnd(text, end);
        }
        return end;
    }

    /** Where the next line begins, if one ends at {@code at}; else the end of the text. */
    private static int afterLineEnd(String text, int at) {
        int next = at;
        if (next < text.length() && text.charAt(next) == '\r') {
            next++;
        }
        if (next >= text.length() || text.charAt(next) != '\n') {
            return text.length();
        }
        next++;
        while (next < text.length() && (text.charAt(next) == ' ' || text.charAt(next) == '\t')) {
            next++;
        }
        return next;
    }

    private static boolean isBase64(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '+'
                || c == '/'
                || c == '-'
                || c == '_';
    }

    private static boolean hasCapital(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (text.charAt(i) >= 'A' && text.charAt(i) <= 'Z') {
                return true;
            }
        }
        return false;
    }

    private static String letters(String text, int start, int end) {
        StringBuilder letters = new StringBuilder(end - start);
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            switch (c) {
                case '-' -> letters.append('+');
                case '_' -> letters.append('/');
                case '\r', '\n', ' ', '\t' -> {} // wrapped
                default -> letters.append(c);
            }
        }
        return letters.toString();
    }

    private void hex(String text, int depth) {
        int at = 0;
        while (at < text.length()) {
            int end = at;
            while (end < text.length() && HexFormat.isHexDigit(text.charAt(end))) {
                end++;
            }
            for (int skip = 0; skip < 2 && end - at - skip >= SHORTEST_HEX; skip++) {
                int length = (end - at - skip) / 2 * 2;
                decoded(HexFormat.of().parseHex(text, at + skip, at + skip + length), depth);
            }
            at = end + 1;
        }
    }

    private static byte[] percent(String text) {
        byte[] from = text.getBytes(StandardCharsets.UTF_8);
        byte[] to = new byte[from.length];
        int length = 0;
        for (int i = 0; i < from.length; i++) {
            boolean escape = from[i] == '%' && i + 2 < from.length && digit(from[i + 1]) && digit(from[i + 2]);
            to[length++] = escape
                    ? (byte) (HexFormat.fromHexDigit(from[i + 1]) << 4 | HexFormat.fromHexDigit(from[i + 2]))
                    : from[i];
            i += escape ? 2 : 0;
        }
        return java.util.Arrays.copyOf(to, length);
    }

    private static boolean digit(byte b) {
        return HexFormat.isHexDigit(b);
    }

    /** RFC 8259, section 7; what is no escape stays. */
    private static byte[] unescaped(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                plain.append(c);
                continue;
            }
            char escape = text.charAt(++i);
            switch (escape) {
                case 'n' -> plain.append('\n');
                case 't' -> plain.append('\t');
                case 'r' -> plain.append('\r');
                case 'b' -> plain.append('\b');
                case 'f' -> plain.append('\f');
                case '"', '\\', '/' -> plain.append(escape);
                case 'u' -> {
                    boolean whole = i + 4 < text.length()
                            && text.substring(i + 1, i + 5).chars().allMatch(HexFormat::isHexDigit);
                    plain.append(whole ? (char) HexFormat.fromHexDigits(text, i + 1, i + 5) : 'u');
                    i += whole ? 4 : 0;
                }
                default -> plain.append(c).append(escape);
            }
        }
        return plain.toString().getBytes(StandardCharsets.UTF_8);
    }
}
