package dev.tidemark.snapshots.layout;

import dev.tidemark.snapshots.model.Sha256;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A name as one segment of a path: injective, and safe on case-insensitive disks. All bytes but {@code [a-z0-9.-]} are
 * percent-encoded; what grows past {@value #LONGEST} bytes is cut and ends in {@code _} and a hash of the whole name
 * ({@code _} itself is always encoded, so a cut name never meets a whole one).
 */
final class PathSegment {

    static final int LONGEST = 200;
    private static final int HASH_BYTES = 16;

    private PathSegment() {}

    static String encode(String name) {
        if (safe(name)) {
            return name;
        }
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        StringBuilder encoded = new StringBuilder(bytes.length + 16);
        for (byte b : bytes) {
            if (safe(b)) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        if (encoded.length() <= LONGEST) {
            return encoded.toString();
        }
        String hash = HexFormat.of().formatHex(Sha256.of(bytes), 0, HASH_BYTES);
        return encoded.substring(0, LONGEST - 1 - hash.length()) + "_" + hash;
    }

    /** The name that a segment stands for; one that was cut stays as it is. */
    static String decode(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static boolean safe(String name) {
        if (name.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (!safe(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean safe(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
    }
}
