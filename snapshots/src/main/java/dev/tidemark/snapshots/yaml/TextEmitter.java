package dev.tidemark.snapshots.yaml;

/** Writes one text as plain, double-quoted or literal block, whichever every reader reads the same. */
final class TextEmitter {

    private static final String HEX = "0123456789ABCDEF";

    private final ByteBuilder out;

    TextEmitter(ByteBuilder out) {
        this.out = out;
    }

    /** Plain or quoted, on one line. */
    void inline(String text) {
        if (PlainText.allows(text)) {
            out.ascii(text);
        } else {
            quoted(text);
        }
    }

    /** As {@link #inline}, or as a literal block whose lines are indented by {@code indent}; ends the line. */
    void value(String text, int indent) {
        if (fitsBlock(text)) {
            block(text, indent);
        } else {
            inline(text);
            out.ascii('\n');
        }
    }

    /** Whether a literal block gives back exactly this text, and shows it as a person would expect. */
    private static boolean fitsBlock(String text) {
        if (text.indexOf('\n') < 0 || blank(text.charAt(0)) || text.charAt(0) == '\n') {
            return false;
        }
        int length = text.length();
        for (int i = 0; i < length; ) {
            int c = text.codePointAt(i);
            int next = i + Character.charCount(c);
            if (c != '\n' && !PlainText.printable(c)) {
                return false;
            }
            if (blank(c) && (next == length || text.charAt(next) == '\n')) {
                return false;
            }
            i = next;
        }
        return true;
    }

    private static boolean blank(int c) {
        return c == ' ' || c == '\t';
    }

    private void block(String text, int indent) {
        int length = text.length();
        out.ascii('|');
        if (text.charAt(length - 1) != '\n') {
            out.ascii('-');
        } else if (text.charAt(length - 2) == '\n') {
            out.ascii('+');
        }
        out.ascii('\n');
        for (int start = 0; start < length; ) {
            int newline = text.indexOf('\n', start);
            int end = newline < 0 ? length : newline;
            if (end > start) {
                out.spaces(indent);
                out.text(text, start, end);
            }
            out.ascii('\n');
            start = end + 1;
        }
    }

    private void quoted(String text) {
        out.ascii('"');
        int length = text.length();
        int written = 0;
        for (int i = 0; i < length; ) {
            int c = text.codePointAt(i);
            int next = i + Character.charCount(c);
            if (c == '"' || c == '\\' || c == '\t' || !PlainText.printable(c)) {
                out.text(text, written, i);
                escape(c);
                written = next;
            }
            i = next;
        }
        out.text(text, written, length);
        out.ascii('"');
    }

    /** Escapes that the API server's reader knows: not {@code \/}, and no surrogate pairs. */
    private void escape(int c) {
        out.ascii('\\');
        switch (c) {
            case '"', '\\' -> out.ascii((char) c);
            case '\n' -> out.ascii('n');
            case '\t' -> out.ascii('t');
            case '\r' -> out.ascii('r');
            default -> hex(c);
        }
    }

    private void hex(int c) {
        int digits = c < 0x100 ? 2 : 4;
        out.ascii(digits == 2 ? 'x' : 'u');
        for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
            out.ascii(HEX.charAt((c >> shift) & 0xF));
        }
    }
}
