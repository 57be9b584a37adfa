package dev.tidemark.policies.secrecy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a text says, and what is written in it as base64 (both alphabets, wrapped or not, wherever it begins), as hexadecimal,
 * percent-encoded, or escaped as JSON text; and what that says, once more.
 */
final class Decodings {

    private static final int DEPTH = 2;
    /** Possessive: what is matched step by step would need a stack as deep as the text has lines. */
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]++(?:\\r?\\n[ \\t]*+[A-Za-z0-9+/_-]++)*+");

    private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]{24,}");
    /** What the shortest value takes in base64. */
    private static final int SHORTEST = 16;

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
            read(new String(bytes, StandardCharsets.UTF_8), bytes, depth);
        }
    }

    /** Where a run begins is not where the value does: one of four beginnings fits. */
    private void base64(String text, int depth) {
        Matcher run = BASE64.matcher(text);
        while (run.find()) {
            if (run.end() - run.start() >= SHORTEST) {
                String letters = letters(run.group());
                for (int skip = 0; skip < 4 && letters.length() - skip >= SHORTEST; skip++) {
                    int length = letters.length() - skip;
                    String whole = letters.substring(skip, skip + length - (length % 4 == 1 ? 1 : 0));
                    decoded(Base64.getDecoder().decode(whole), depth);
                }
            }
        }
    }

    private static String letters(String run) {
        StringBuilder letters = new StringBuilder(run.length());
        for (int i = 0; i < run.length(); i++) {
            char c = run.charAt(i);
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
        Matcher run = HEX.matcher(text);
        while (run.find()) {
            for (int skip = 0; skip < 2; skip++) {
                int length = (run.end() - run.start() - skip) / 2 * 2;
                decoded(HexFormat.of().parseHex(text, run.start() + skip, run.start() + skip + length), depth);
            }
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
