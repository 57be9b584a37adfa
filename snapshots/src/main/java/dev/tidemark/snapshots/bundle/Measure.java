package dev.tidemark.snapshots.bundle;

import dev.tidemark.snapshots.model.Sha256;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;

/** Size, SHA-256 and MAC of an encrypted file, taken as its bytes go by. */
final class Measure {

    private final MessageDigest sha256 = Sha256.begin();
    private final Mac mac;
    private long size;

    Measure(BundleKeys keys) {
        this.mac = keys.mac();
    }

    void update(byte[] bytes, int offset, int length) {
        sha256.update(bytes, offset, length);
        mac.update(bytes, offset, length);
        size += length;
    }

    /** What was measured, once. */
    EncryptedFile done() {
        return new EncryptedFile(size, hex(sha256.digest()), hex(mac.doFinal()));
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
