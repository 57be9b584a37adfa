package dev.tidemark.policies.effects;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.snapshots.diff.FieldChange;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Who set the fields of an object, as its {@code metadata.managedFields} tell (KEP-555, format {@code FieldsV1}): keys are
 * {@code f:<name>} for a field, {@code k:{…}} for the element of a list with these keys, {@code v:…} for one of a set.
 */
public final class FieldOwners {

    private static final JsonMapper JSON = new JsonMapper();
    /** {@code .field} or {@code [element or odd key]}. */
    private static final Pattern LABEL = Pattern.compile("\\.([^.\\[\\]/ ]+)|\\[([^\\]]*)\\]");

    private final JsonNode managedFields;

    public FieldOwners(JsonNode managedFields) {
        this.managedFields = managedFields;
    }

    /**
     * The field managers, other than {@code self}, that set something that {@code changes} would take away or change, in
     * the order of the entries. Who writes the status does not count.
     */
    public List<String> losing(List<FieldChange> changes, String self) {
        return managedFields
                .valueStream()
                .filter(entry -> !entry.path("subresource").asText("").equals("status"))
                .filter(entry -> !entry.path("manager").asText().equals(self))
                .filter(entry -> changes.stream()
                        .filter(change -> change.from().isPresent())
                        .anyMatch(change -> owns(entry.path("fieldsV1"), change)))
                .map(entry -> entry.path("manager").asText())
                .distinct()
                .toList();
    }

    private static boolean owns(JsonNode fields, FieldChange change) {
        List<String> path = segments(change.path());
        List<String> names = names(change, path);
        List<JsonNode> at = List.of(fields);
        for (int i = 0; i < path.size(); i++) {
            int segment = i;
            if (at.stream().anyMatch(FieldOwners::whole)) {
                return true;
            }
            at = at.stream()
                    .flatMap(node -> below(node, path.get(segment), names.get(segment)))
                    .toList();
        }
        return !at.isEmpty();
    }

    /** A field that is owned as one, whatever is in it. */
    private static boolean whole(JsonNode node) {
        return node.isObject() && node.isEmpty();
    }

    private static List<String> segments(String pointer) {
        return Stream.of(pointer.split("/", -1))
                .skip(1)
                .map(segment -> segment.replace("~1", "/").replace("~0", "~"))
                .toList();
    }

    /** The same path, in which a list's element stands by its name; a name that cannot be told apart is left an index. */
    private static List<String> names(FieldChange change, List<String> path) {
        List<String> names = LABEL.matcher(change.label())
                .results()
                .map(part -> part.group(1) == null ? part.group(2) : part.group(1))
                .toList();
        return names.size() == path.size() ? names : path;
    }

    private static Stream<JsonNode> below(JsonNode node, String field, String name) {
        return node.properties().stream()
                .filter(entry -> entry.getKey().equals("f:" + field) || isElement(entry, name))
                .map(Map.Entry::getValue);
    }

    private static boolean isElement(Map.Entry<String, JsonNode> entry, String name) {
        String key = entry.getKey();
        if (!key.startsWith("k:")) {
            return false;
        }
        try {
            return JSON.readTree(key.substring(2)).valueStream().anyMatch(value -> value.asText()
                    .equals(name));
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
