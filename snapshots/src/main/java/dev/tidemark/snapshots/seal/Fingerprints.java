package dev.tidemark.snapshots.seal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The annotation that carries the fingerprints of a sealed Secret's items: JSON with one item per line, so that a changed
 * item changes only its own.
 *
 * @param keyId of the fingerprint key
 * @param items by item name
 */
record Fingerprints(String keyId, SortedMap<String, Item> items) {

    /** The annotations of one object may have 256 KiB together; what does not fit is sealed anew every time. */
    private static final int BUDGET = 240 * 1024;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** An item's fingerprint, and the name of the certificate that it is sealed for. */
    record Item(String fingerprint, String certificate) {}

    String toAnnotation() {
        StringBuilder text =
                new StringBuilder("{\"v\":1,\"kid\":\"").append(keyId).append("\",\"items\":{");
        String separator = "\n";
        for (Map.Entry<String, Item> entry : items.entrySet()) {
            String line = separator + "\""
                    + new String(JsonStringEncoder.getInstance().quoteAsString(entry.getKey()))
                    + "\":{\"fp\":\"" + entry.getValue().fingerprint() + "\",\"cert\":\""
                    + entry.getValue().certificate() + "\"}";
            if (text.length() + line.length() > BUDGET) {
                break;
            }
            text.append(line);
            separator = ",\n";
        }
        return text.append("\n}}\n").toString();
    }

    /** What an annotation says; nothing, when it is not one of ours. */
    static Fingerprints parse(String annotation) {
        TreeMap<String, Item> items = new TreeMap<>();
        try {
            JsonNode tree = JSON.readTree(annotation);
            for (Map.Entry<String, JsonNode> item : tree.path("items").properties()) {
                items.put(
                        item.getKey(),
                        new Item(
                                item.getValue().path("fp").asText(),
                                item.getValue().path("cert").asText()));
            }
            return new Fingerprints(tree.path("kid").asText(), items);
        } catch (JsonProcessingException e) {
            return new Fingerprints("", items);
        }
    }
}
