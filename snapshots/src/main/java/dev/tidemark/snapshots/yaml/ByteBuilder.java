package dev.tidemark.snapshots.yaml;

import java.util.Arrays;

/** Bytes that grow, with the few ways of adding text that an emitter needs. Text is written as UTF-8. */
final class ByteBuilder {

    private byte[] bytes = new byte[2048];
    private int size;

    void ascii(char c) {
        ensure(1);
        bytes[size++] = (byte) c;
    }

    /** Text of which every character is ASCII. */
    @SuppressWarnings("deprecation") // getBytes(int, int, byte[], int) copies the low bytes, which is all of ASCII
    void ascii(String text) {
        int length = text.length();
        ensure(length);
        text.getBytes(0, length, bytes, size);
        size += length;
    }

    void spaces(int count) {
        ensure(count);
        Arrays.fill(bytes, size, size + count, (byte) ' ');
        size += count;
    }

    /** The characters of {@code text} from {@code from} up to {@code to}. */
    @SuppressWarnings("deprecation") // as above
    void text(String text, int from, int to) {
        int ascii = from;
        while (ascii < to && text.charAt(ascii) < 0x80) {
            ascii++;
        }
        ensure(ascii - from);
        text.getBytes(from, ascii, bytes, size);
        size += ascii - from;
        for (int i = ascii; i < to; ) {
            int c = text.codePointAt(i);
            codePoint(c);
            i += Character.charCount(c);
        }
    }

    private void codePoint(int c) {
        ensure(4);
        if (c < 0x80) {
            bytes[size++] = (byte) c;
        } else if (c < 0x800) {
            bytes[size++] = (byte) (0xC0 | (c >> 6));
            bytes[size++] = (byte) (0x80 | (c & 0x3F));
        } else if (c < 0x10000) {
            bytes[size++] = (byte) (0xE0 | (c >> 12));
            bytes[size++] = (byte) (0x80 | ((c >> 6) & 0x3F));
            bytes[size++] = (byte) (0x80 | (c & 0x3F));
        } else {
            bytes[size++] = (byte) (0xF0 | (c >> 18));
            bytes[size++] = (byte) (0x80 | ((c >> 12) & 0x3F));
            bytes[size++] = (byte) (0x80 | ((c >> 6) & 0x3F));
            bytes[size++] = (byte) (0x80 | (c & 0x3F));
        }
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
