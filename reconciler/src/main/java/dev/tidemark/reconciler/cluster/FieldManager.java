package dev.tidemark.reconciler.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * Who changed an object.
 *
 * @param name the field manager, e.g. {@code kubectl-edit}
 * @param time RFC 3339, as the server wrote it
 */
public record FieldManager(String name, String time) {

    /** The newest entry of {@code managedFields} that is no status update. */
    static Optional<FieldManager> last(JsonNode managedFields) {
        Optional<FieldManager> last = Optional.empty();
        for (JsonNode entry : managedFields) {
            String time = entry.path("time").asText("");
            boolean declared = entry.path("subresource").asText("").isEmpty();
            if (declared && (last.isEmpty() || time.compareTo(last.get().time()) > 0)) {
                last = Optional.of(new FieldManager(entry.path("manager").asText(), time));
            }
        }
        return last;
    }
}
