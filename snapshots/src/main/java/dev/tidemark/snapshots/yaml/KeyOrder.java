package dev.tidemark.snapshots.yaml;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/** The order in which the keys of a mapping stand: the ones people look for first, the rest by code point. */
final class KeyOrder {

    static final KeyOrder DOCUMENT = new KeyOrder("apiVersion", "kind", "metadata");
    static final KeyOrder PLAIN = new KeyOrder();
    private static final KeyOrder METADATA = new KeyOrder("name", "namespace", "labels", "annotations");

    private static final Comparator<String> BY_CODE_POINT = KeyOrder::byCodePoint;

    private final List<String> first;

    private KeyOrder(String... first) {
        this.first = List.of(first);
    }

    /** The order inside the value of {@code key} in a mapping of this order. */
    KeyOrder of(String key) {
        return this == DOCUMENT && key.equals("metadata") ? METADATA : PLAIN;
    }

    String[] keys(ObjectNode mapping) {
        String[] keys = new String[mapping.size()];
        int count = 0;
        for (String key : first) {
            if (mapping.has(key)) {
                keys[count++] = key;
            }
        }
        int sortFrom = count;
        Iterator<String> names = mapping.fieldNames();
        while (names.hasNext()) {
            String name = names.next();
            if (!first.contains(name)) {
                keys[count++] = name;
            }
        }
        Arrays.sort(keys, sortFrom, count, BY_CODE_POINT);
        return keys;
    }

    /** UTF-16 order, corrected where surrogates meet the characters from U+E000 on. */
    private static int byCodePoint(String left, String right) {
        int length = Math.min(left.length(), right.length());
        for (int i = 0; i < length; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean surrogates = Character.isSurrogate(a) != Character.isSurrogate(b);
                return surrogates && a >= 0xD800 && b >= 0xD800 ? (Character.isSurrogate(a) ? 1 : -1) : a - b;
            }
        }
        return left.length() - right.length();
    }
}
