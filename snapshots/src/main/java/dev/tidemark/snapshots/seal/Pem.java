package dev.tidemark.snapshots.seal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Blocks of PEM text (RFC 7468). */
final class Pem {

    private static final String BEGIN = "-----BEGIN ";
    private static final String DASHES = "-----";

    private Pem() {}

    /** A block: what stands between its first and last line, decoded. */
    record Block(String label, byte[] der) {

        /** The content may be a private key. */
        @Override
        public String toString() {
            return label;
        }
    }

    /** @throws IllegalArgumentException when a block is cut off or not base64 */
    static List<Block> blocks(String text) {
        List<Block> blocks = new ArrayList<>();
        for (int begin = text.indexOf(BEGIN); begin >= 0; begin = text.indexOf(BEGIN, begin + 1)) {
            int labelEnd = text.indexOf(DASHES, begin + BEGIN.length());
            if (labelEnd < 0) {
                throw new IllegalArgumentException("a block is cut off");
            }
            String label = text.substring(begin + BEGIN.length(), labelEnd);
            int end = text.indexOf("-----END " + label + DASHES, labelEnd);
            if (end < 0) {
                throw new IllegalArgumentException("a block is cut off");
            }
            String body = text.substring(labelEnd + DASHES.length(), end);
            blocks.add(new Block(label, Base64.getMimeDecoder().decode(body)));
        }
        return blocks;
    }

    static byte[] encode(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return (BEGIN + label + DASHES + "\n" + body + "\n-----END " + label + DASHES + "\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
