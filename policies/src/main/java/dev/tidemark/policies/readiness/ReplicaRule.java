package dev.tidemark.policies.readiness;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.readiness.Conditions.Condition;
import java.util.Optional;

/** ReplicaSets and ReplicationControllers: enough replicas are available. */
final class ReplicaRule implements ReadyRule {

    @Override
    public Readiness of(ObjectNode live) {
        return Observed.unseen(live).or(() -> failure(live)).orElseGet(() -> counted(live));
    }

    private static Optional<Readiness> failure(ObjectNode live) {
        return Conditions.find(live, "ReplicaFailure")
                .filter(Condition::isTrue)
                .map(c -> new Readiness.Failed(c.words()));
    }

    private static Readiness counted(ObjectNode live) {
        int wanted = Replicas.wanted(live);
        int available = Replicas.count(live, "availableReplicas");
        return available < wanted ? Replicas.of(available, wanted, "available") : new Readiness.Ready();
    }
}
