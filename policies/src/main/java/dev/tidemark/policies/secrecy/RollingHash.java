package dev.tidemark.policies.secrecy;

/** A polynomial hash modulo 2^64 of a window that moves over a text. */
final class RollingHash {

    /** Bytes of the window, and so the least that can be searched for. */
    static final int WINDOW = 12;

    private static final long BASE = 0x9E3779B97F4A7C15L;
    private static final long LEAVING = power();

    private final byte[] text;
    private int start;
    private long value;

    /** Begins at the start of {@code text}, which is no shorter than the window. */
    RollingHash(byte[] text) {
        this.text = text;
        this.value = of(text, 0, WINDOW);
    }

    private static long power() {
        long power = 1;
        for (int i = 0; i < WINDOW; i++) {
            power *= BASE;
        }
        return power;
    }

    /** The hash of {@code length} bytes. */
    static long of(byte[] text, int start, int length) {
        long hash = 0;
        for (int i = start; i < start + length; i++) {
            hash = hash * BASE + (text[i] & 0xFF) + 1;
        }
        return hash;
    }

    int start() {
        return start;
    }

    long value() {
        return value;
    }

    /** Moves on by one byte; not past the end. */
    boolean advance() {
        if (start + WINDOW >= text.length) {
            return false;
        }
        value = value * BASE + (text[start + WINDOW] & 0xFF) + 1 - LEAVING * ((text[start] & 0xFF) + 1);
        start++;
        return true;
    }
}
