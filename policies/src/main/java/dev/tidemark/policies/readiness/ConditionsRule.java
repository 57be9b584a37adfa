package dev.tidemark.policies.readiness;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.readiness.Conditions.Condition;
import java.util.Optional;
import java.util.stream.Stream;

/** Every kind without a rule of its own: it is ready unless it says of itself that it is not. */
final class ConditionsRule implements ReadyRule {

    @Override
    public Readiness of(ObjectNode live) {
        if (Conditions.outdated(live, "Ready") || Conditions.outdated(live, "Available")) {
            return Observed.NOT_SEEN;
        }
        Optional<Condition> said = Conditions.find(live, "Ready").or(() -> Conditions.find(live, "Available"));
        if (said.isEmpty() || said.get().isTrue()) {
            return new Readiness.Ready();
        }
        boolean over = said.get().isFalse() && givenUp(live, said.get());
        return over
                ? new Readiness.Failed(said.get().words())
                : new Readiness.NotYet(said.get().words());
    }

    private static boolean givenUp(ObjectNode live, Condition said) {
        return Stream.of("Stalled", "Failed")
                .anyMatch(word -> said.reason().equals(word)
                        || Conditions.find(live, word).filter(Condition::isTrue).isPresent());
    }
}
