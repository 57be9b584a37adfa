package dev.tidemark.policies.readiness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Every replica is ready, and those above the partition run the present template. */
final class StatefulSetRule implements ReadyRule {

    @Override
    public Readiness of(ObjectNode live) {
        return Observed.unseen(live).orElseGet(() -> counted(live));
    }

    private static Readiness counted(ObjectNode live) {
        int wanted = Replicas.wanted(live);
        int ready = Replicas.count(live, "readyReplicas");
        int there = Replicas.count(live, "replicas");
        JsonNode strategy = live.path("spec").path("updateStrategy");
        if (strategy.path("type").asText("").equals("OnDelete")) {
            return new Readiness.Ready();
        }
        if (ready < wanted) {
            return Replicas.of(ready, wanted, "ready");
        }
        if (there > wanted) {
            return new Readiness.NotYet(there - wanted + " replicas too many");
        }
        int partition = strategy.path("rollingUpdate").path("partition").asInt(0);
        return partition > 0 ? aboveThePartition(live, wanted - partition) : revision(live);
    }

    private static Readiness aboveThePartition(ObjectNode live, int wanted) {
        int updated = Replicas.count(live, "updatedReplicas");
        return updated < wanted ? Replicas.of(updated, wanted, "updated") : new Readiness.Ready();
    }

    private static Readiness revision(ObjectNode live) {
        JsonNode status = live.path("status");
        boolean rolledOut = status.path("updateRevision").equals(status.path("currentRevision"));
        return rolledOut ? new Readiness.Ready() : new Readiness.NotYet("the present template is being rolled out");
    }
}
