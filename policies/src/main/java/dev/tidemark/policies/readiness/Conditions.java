package dev.tidemark.policies.readiness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the conditions in an object's status. */
final class Conditions {

    private Conditions() {}

    /** What a controller says of an object. {@code status} is {@code True}, {@code False} or {@code Unknown}. */
    record Condition(String type, String status, String reason, String message) {

        boolean isTrue() {
            return status.equals("True");
        }

        boolean isFalse() {
            return status.equals("False");
        }

        /** The controller's words: reason and message, as far as there are any. */
        String words() {
            String head = type + "=" + status;
            String why = Stream.of(reason, message)
                    .filter(s -> !s.isEmpty())
                    .reduce((a, b) -> a + ": " + b)
                    .orElse("");
            return why.isEmpty() ? head : head + " (" + why + ")";
        }
    }

    /** The condition, if it says something of the object's present generation. */
    static Optional<Condition> find(ObjectNode live, String type) {
        for (JsonNode node : live.path("status").path("conditions")) {
            if (node.path("type").asText().equals(type) && current(live, node)) {
                return Optional.of(new Condition(
                        type,
                        node.path("status").asText(),
                        node.path("reason").asText(""),
                        node.path("message").asText("")));
            }
        }
        return Optional.empty();
    }

    /** Whether there is such a condition, of an older generation. */
    static boolean outdated(ObjectNode live, String type) {
        return live.path("status")
                .path("conditions")
                .valueStream()
                .anyMatch(node -> node.path("type").asText().equals(type) && !current(live, node));
    }

    private static boolean current(ObjectNode live, JsonNode condition) {
        long generation = live.path("metadata").path("generation").asLong();
        return condition.path("observedGeneration").asLong(generation) >= generation;
    }
}
