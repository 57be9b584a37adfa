package dev.tidemark.snapshots.git;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A commit's bytes as they were signed, and the signature that stood among them.
 *
 * @param payload the commit without its signature header
 * @param signature the armoured signature, empty when there is none
 */
record SignedBytes(byte[] payload, String signature) {

    private static final String HEADER = "gpgsig ";

    static SignedBytes of(byte[] commit) {
        ByteArrayOutputStream payload = new ByteArrayOutputStream(commit.length);
        StringBuilder signature = new StringBuilder();
        boolean inSignature = false;
        boolean inHeaders = true;
        for (int start = 0; start < commit.length; ) {
            int end = start;
            while (end < commit.length - 1 && commit[end] != '\n') {
                end++;
            }
            end++;
            String line = new String(commit, start, end - start, StandardCharsets.ISO_8859_1);
            inSignature = inHeaders && (line.startsWith(HEADER) || (inSignature && line.startsWith(" ")));
            if (inSignature) {
                signature.append(line.substring(line.startsWith(HEADER) ? HEADER.length() : 1));
            } else {
                payload.write(commit, start, end - start);
            }
            inHeaders &= !line.equals("\n");
            start = end;
        }
        return new SignedBytes(payload.toByteArray(), signature.toString());
    }
}
