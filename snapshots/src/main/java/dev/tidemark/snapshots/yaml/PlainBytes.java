package dev.tidemark.snapshots.yaml;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Whether a document holds nothing that some reader would change or refuse. */
final class PlainBytes {

    private PlainBytes() {}

    /** Valid UTF-8 of printable characters and line feeds. */
    static boolean onlyPrintable(byte[] document) {
        for (byte b : document) {
            if (b < 0) {
                return onlyPrintableText(document);
            }
            if (b != '\n' && !PlainText.printable(b)) {
                return false;
            }
        }
        return true;
    }

    private static boolean onlyPrintableText(byte[] document) {
        CharBuffer text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(document));
        } catch (CharacterCodingException e) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\n' && !Character.isSurrogate(c) && !PlainText.printable(c)) {
                return false;
            }
        }
        return true;
    }
}
