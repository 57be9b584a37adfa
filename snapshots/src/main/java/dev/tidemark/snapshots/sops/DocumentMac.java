package dev.tidemark.snapshots.sops;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What holds a document together: SHA-512 of all its values, in their order, the plain ones too (sops, {@code Tree}). */
final class DocumentMac {

    private final MessageDigest sha512;

    DocumentMac() {
        try {
            this.sha512 = MessageDigest.getInstance("SHA-512");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-512", e);
        }
    }

    void add(ValueCipher.Plain value) {
        sha512.update(value.bytes());
    }

    /** Once. */
    String value() {
        return HexFormat.of().withUpperCase().formatHex(sha512.digest());
    }
}
