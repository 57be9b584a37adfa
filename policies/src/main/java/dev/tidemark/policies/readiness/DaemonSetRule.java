package dev.tidemark.policies.readiness;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Every node that should have a Pod has an available one of the present template. */
final class DaemonSetRule implements ReadyRule {

    @Override
    public Readiness of(ObjectNode live) {
        return Observed.unseen(live).orElseGet(() -> counted(live));
    }

    private static Readiness counted(ObjectNode live) {
        if (live.path("spec").path("updateStrategy").path("type").asText("").equals("OnDelete")) {
            return new Readiness.Ready();
        }
        int wanted = Replicas.count(live, "desiredNumberScheduled");
        int updated = Replicas.count(live, "updatedNumberScheduled");
        int available = Replicas.count(live, "numberAvailable");
        if (updated < wanted) {
            return Replicas.of(updated, wanted, "updated");
        }
        return available < wanted ? Replicas.of(available, wanted, "available") : new Readiness.Ready();
    }
}
