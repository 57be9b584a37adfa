package dev.tidemark.policies.readiness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Whether the status of an object speaks of its present specification. */
final class Observed {

    /** What is said of an object that has changed since its controller spoke of it. */
    static final Readiness NOT_SEEN = new Readiness.NotYet("its controller has not looked at it yet");

    private Observed() {}

    /** What there is to say when the status is of an older generation; a status that names none is believed. */
    static Optional<Readiness> outdated(ObjectNode live) {
        JsonNode observed = live.path("status").path("observedGeneration");
        return observed.isMissingNode() ? Optional.empty() : olderThan(live, observed.asLong());
    }

    /** The same for a kind whose controller always names the generation. */
    static Optional<Readiness> unseen(ObjectNode live) {
        return olderThan(live, live.path("status").path("observedGeneration").asLong(0));
    }

    private static Optional<Readiness> olderThan(ObjectNode live, long observed) {
        return observed < live.path("metadata").path("generation").asLong() ? Optional.of(NOT_SEEN) : Optional.empty();
    }
}
