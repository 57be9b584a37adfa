package dev.tidemark.policies.readiness;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Predicate;

/** A claim is bound, or is of a class that binds when the first Pod uses it. */
final class ClaimRule implements ReadyRule {

    private final Predicate<String> waitsForConsumer;

    /** {@code waitsForConsumer} says so of the StorageClass of this name. */
    ClaimRule(Predicate<String> waitsForConsumer) {
        this.waitsForConsumer = waitsForConsumer;
    }

    @Override
    public Readiness of(ObjectNode live) {
        String phase = live.path("status").path("phase").asText("Pending");
        return switch (phase) {
            case "Bound" -> new Readiness.Ready();
            case "Lost" -> new Readiness.Failed("its volume is lost");
            default -> pending(live, phase);
        };
    }

    private Readiness pending(ObjectNode live, String phase) {
        String storageClass = live.path("spec").path("storageClassName").asText("");
        boolean later = !storageClass.isEmpty()
                && live.path("spec").path("volumeName").asText("").isEmpty()
                && waitsForConsumer.test(storageClass);
        return later ? new Readiness.Ready() : new Readiness.NotYet("its phase is " + phase);
    }
}
