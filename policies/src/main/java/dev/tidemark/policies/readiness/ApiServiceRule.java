package dev.tidemark.policies.readiness;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.readiness.Conditions.Condition;
import java.util.Optional;

/** The server behind an API answers. */
final class ApiServiceRule implements ReadyRule {

    @Override
    public Readiness of(ObjectNode live) {
        Optional<Condition> available = Conditions.find(live, "Available");
        return available.filter(Condition::isTrue).isPresent()
                ? new Readiness.Ready()
                : new Readiness.NotYet(available.map(Condition::words).orElse("its server has not been asked yet"));
    }
}
