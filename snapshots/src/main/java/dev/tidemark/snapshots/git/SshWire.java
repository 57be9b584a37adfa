package dev.tidemark.snapshots.git;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The encoding of SSH keys and signatures: numbers and length-prefixed strings (RFC 4251, section 5). */
final class SshWire {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    SshWire raw(byte[] value) {
        bytes.writeBytes(value);
        return this;
    }

    SshWire number(int value) {
        bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
        return this;
    }

    SshWire string(byte[] value) {
        return number(value.length).raw(value);
    }

    SshWire string(String ascii) {
        return string(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    int size() {
        return bytes.size();
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }

    /** @throws IllegalArgumentException when the bytes end too early */
    static byte[] readString(ByteBuffer from) {
        try {
            int length = from.getInt();
            if (length < 0 || length > from.remaining()) {
                throw new IllegalArgumentException("a length exceeds the data");
            }
            byte[] value = new byte[length];
            from.get(value);
            return value;
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("the data ends too early", e);
        }
    }

    static String readText(ByteBuffer from) {
        return new String(readString(from), StandardCharsets.US_ASCII);
    }
}
