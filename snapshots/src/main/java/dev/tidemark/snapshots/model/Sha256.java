package dev.tidemark.snapshots.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 (FIPS 180-4), which every Java platform has. */
public final class Sha256 {

    private Sha256() {}

    /** The 32 bytes of {@code bytes}' digest. */
    public static byte[] of(byte[] bytes) {
        return begin().digest(bytes);
    }

    /** A digest of what is yet to come. */
    public static MessageDigest begin() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
