package dev.tidemark.policies.readiness;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.readiness.Conditions.Condition;
import java.util.Optional;

/** A Job is well as long as it has not failed; its end is waited for only when that is asked for. */
final class JobRule implements ReadyRule {

    private final boolean toItsEnd;

    JobRule(boolean toItsEnd) {
        this.toItsEnd = toItsEnd;
    }

    @Override
    public Readiness of(ObjectNode live) {
        Optional<Condition> failed = Conditions.find(live, "Failed").filter(Condition::isTrue);
        if (failed.isPresent()) {
            return new Readiness.Failed(failed.get().words());
        }
        if (live.path("spec").path("suspend").asBoolean()) {
            return new Readiness.Suspended();
        }
        boolean done =
                Conditions.find(live, "Complete").filter(Condition::isTrue).isPresent();
        return done || !toItsEnd
                ? new Readiness.Ready()
                : Replicas.of(
                        Replicas.count(live, "succeeded"),
                        live.path("spec").path("completions").asInt(1),
                        "completed");
    }
}
