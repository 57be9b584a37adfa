package dev.tidemark.policies.readiness;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.readiness.Conditions.Condition;
import java.util.Optional;

/** Its controller has made the Secret of it (bitnami.com/v1alpha1, condition {@code Synced}). */
final class SealedSecretRule implements ReadyRule {

    @Override
    public Readiness of(ObjectNode live) {
        Optional<Condition> synced = Conditions.find(live, "Synced");
        if (synced.isEmpty()) {
            return new Readiness.NotYet("no controller has opened it yet");
        }
        return synced.get().isTrue()
                ? new Readiness.Ready()
                : new Readiness.Failed(synced.get().words());
    }
}
