package dev.tidemark.policies.readiness;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.readiness.Conditions.Condition;
import java.util.Optional;

/** Every replica runs the present template and is available, and none of an older template is left. */
final class DeploymentRule implements ReadyRule {

    @Override
    public Readiness of(ObjectNode live) {
        if (live.path("spec").path("paused").asBoolean()) {
            return new Readiness.Suspended();
        }
        return Observed.unseen(live).or(() -> failure(live)).orElseGet(() -> counted(live));
    }

    private static Optional<Readiness> failure(ObjectNode live) {
        return Conditions.find(live, "Progressing")
                .filter(Condition::isFalse)
                .or(() -> Conditions.find(live, "ReplicaFailure").filter(Condition::isTrue))
                .map(c -> new Readiness.Failed(c.words()));
    }

    private static Readiness counted(ObjectNode live) {
        int wanted = Replicas.wanted(live);
        int updated = Replicas.count(live, "updatedReplicas");
        int old = Replicas.count(live, "replicas") - updated;
        int available = Replicas.count(live, "availableReplicas");
        if (updated < wanted) {
            return Replicas.of(updated, wanted, "updated");
        }
        if (old > 0) {
            return new Readiness.NotYet(old + " old replicas still there");
        }
        return available < updated ? Replicas.of(available, wanted, "available") : new Readiness.Ready();
    }
}
