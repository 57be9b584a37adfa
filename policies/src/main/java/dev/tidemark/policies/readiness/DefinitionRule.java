package dev.tidemark.policies.readiness;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.readiness.Conditions.Condition;
import java.util.Optional;

/** A definition is established under the names that it asks for. */
final class DefinitionRule implements ReadyRule {

    @Override
    public Readiness of(ObjectNode live) {
        Optional<Condition> names = Conditions.find(live, "NamesAccepted");
        Optional<Condition> established = Conditions.find(live, "Established");
        if (names.filter(Condition::isFalse).isPresent()) {
            return new Readiness.Failed(names.get().words());
        }
        boolean ready =
                names.isPresent() && established.filter(Condition::isTrue).isPresent();
        return ready
                ? new Readiness.Ready()
                : new Readiness.NotYet(established.map(Condition::words).orElse("it is not established"));
    }
}
