package dev.tidemark.policies.secrecy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.snapshots.model.ResourceId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The values of the Secrets that a run has seen, to be found again where none belongs. No value is kept, only hashes: of its
 * beginning, by which a text is searched as Rabin and Karp do it, and of all of it. Several threads may add at once; what is
 * found while some still do is not all there is.
 */
public final class KnownSecrets {

    /** Longer values are files; one copy of such a file in another object is a copy of the object. */
    private static final int LONGEST = 64 * 1024;

    private final Map<Long, List<Value>> byBeginning = new HashMap<>();
    private final Set<Long> names = new HashSet<>();
    private final long[] beginnings = new long[1 << 14];

    /** Whose value it is. */
    public record Origin(ResourceId secret, String item) {

        @Override
        public String toString() {
            return secret + ", item " + item;
        }
    }

    private record Value(int length, long hash, Origin origin) {}

    /**
     * Adds {@code data}, as a Secret has it: items in base64. Whether a value is worth searching for is asked when it is found,
     * which is seldom.
     */
    public void add(ResourceId secret, JsonNode data) {
        for (Map.Entry<String, JsonNode> item : data.properties()) {
            String base64 = item.getValue().asText("");
            if (base64.length() < LONGEST) {
                byte[] value = stripped(decoded(base64));
                if (value.length >= RollingHash.WINDOW) {
                    add(new Origin(secret, item.getKey()), value);
                }
            }
        }
    }

    /** What the server has accepted is base64. */
    private static byte[] decoded(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    /** Files end in a line feed that their copies have not. */
    private static byte[] stripped(byte[] value) {
        int start = 0;
        int end = value.length;
        while (end > start && isBlank(value[end - 1])) {
            end--;
        }
        while (start < end && isBlank(value[start])) {
            start++;
        }
        return Arrays.copyOfRange(value, start, end);
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private synchronized void add(Origin origin, byte[] value) {
        long beginning = RollingHash.of(value, 0, RollingHash.WINDOW);
        List<Value> same = byBeginning.computeIfAbsent(beginning, b -> new ArrayList<>(1));
        long hash = RollingHash.of(value, 0, value.length);
        if (same.stream().noneMatch(known -> known.hash() == hash)) {
            same.add(new Value(value.length, hash, origin));
        }
        beginnings[slot(beginning)] |= 1L << beginning;
    }

    /** The name of an object is no secret, even if it is a Secret's value. */
    public synchronized void addName(String name) {
        if (name.length() >= RollingHash.WINDOW) {
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            names.add(RollingHash.of(bytes, 0, bytes.length));
        }
    }

    /** Whose value {@code text} contains, if it does. */
    public Optional<Origin> in(byte[] text) {
        if (byBeginning.isEmpty() || text.length < RollingHash.WINDOW) {
            return Optional.empty();
        }
        RollingHash window = new RollingHash(text);
        do {
            long beginning = window.value();
            if ((beginnings[slot(beginning)] & 1L << beginning) != 0) {
                Optional<Origin> found = at(text, window.start(), beginning);
                if (found.isPresent()) {
                    return found;
                }
            }
        } while (window.advance());
        return Optional.empty();
    }

    private Optional<Origin> at(byte[] text, int start, long beginning) {
        return byBeginning.getOrDefault(beginning, List.of()).stream()
                .filter(value -> start + value.length() <= text.length
                        && RollingHash.of(text, start, value.length()) == value.hash()
                        && !names.contains(value.hash())
                        && SearchedValues.contain(text, start, value.length()))
                .map(Value::origin)
                .findFirst();
    }

    /** The lowest bits choose the bit, the highest the word. */
    private int slot(long beginning) {
        return (int) (beginning >>> 50) & (beginnings.length - 1);
    }
}
