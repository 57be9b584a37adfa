package dev.tidemark.snapshots.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A Git blob's object name (SHA-1, 160 bits), held in 20 bytes because a snapshot has one for every object. */
public record BlobId(long high, long middle, int low) {

    /** Length of the raw name in bytes. */
    public static final int LENGTH = 20;

    /** The name Git gives to a blob of this content. */
    public static BlobId of(byte[] content) {
        MessageDigest sha1 = sha1();
        sha1.update(("blob " + content.length + '\0').getBytes(StandardCharsets.US_ASCII));
        return fromBytes(sha1.digest(content));
    }

    /** @throws IllegalArgumentException unless {@code raw} is 20 bytes long */
    public static BlobId fromBytes(byte[] raw) {
        if (raw.length != LENGTH) {
            throw new IllegalArgumentException("a SHA-1 object name has 20 bytes, not " + raw.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(raw);
        return new BlobId(buffer.getLong(), buffer.getLong(), buffer.getInt());
    }

    public byte[] toBytes() {
        return ByteBuffer.allocate(LENGTH)
                .putLong(high)
                .putLong(middle)
                .putInt(low)
                .array();
    }

    /** 40 lower-case hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(toBytes());
    }

    @Override
    public String toString() {
        return hex();
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
