package dev.tidemark.snapshots.yaml;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The content of a literal block while its lines are gathered. */
final class BlockText {

    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private int trailingFeeds;

    boolean isEmpty() {
        return lines.size() == 0;
    }

    /** Adds {@code document[from..to)}, the last of it the line feed. */
    void line(byte[] document, int from, int to) {
        lines.write(document, from, to - from);
        trailingFeeds = 1;
    }

    void emptyLine() {
        if (isEmpty()) {
            throw new NotCanonical();
        }
        lines.write('\n');
        trailingFeeds++;
    }

    /** The text, where {@code indicator} ({@code -}, {@code +} or neither) is the one that the emitter would choose. */
    String text(int indicator) {
        if (isEmpty() || (indicator == '+') != (trailingFeeds > 1)) {
            throw new NotCanonical();
        }
        int length = indicator == '-' ? lines.size() - 1 : lines.size();
        return new String(lines.toByteArray(), 0, length, StandardCharsets.UTF_8);
    }
}
