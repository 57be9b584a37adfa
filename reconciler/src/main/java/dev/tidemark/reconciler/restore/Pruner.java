package dev.tidemark.reconciler.restore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.reconciler.cluster.ClusterReader;
import dev.tidemark.reconciler.cluster.ClusterWriter;
import dev.tidemark.reconciler.cluster.WriteResult;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.model.TypeTable;
import dev.tidemark.snapshots.plan.Step;
import dev.tidemark.snapshots.plan.Waves;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;

/**
 * Deletes what a plan names, the reverse of the waves in which it would have been made: custom resources before their
 * definitions, workloads before the accounts that their finalizers need, namespaces last.
 */
final class Pruner {

    private final ClusterReader reader;
    private final ClusterWriter writer;
    private final TypeTable types;
    private final Awaiting awaiting;

    Pruner(ClusterReader reader, ClusterWriter writer, TypeTable types, Awaiting awaiting) {
        this.reader = reader;
        this.writer = writer;
        this.types = types;
        this.awaiting = awaiting;
    }

    /** One result for every step; {@code uids} says which very objects are meant. */
    List<Outcome> prune(List<Step> deletes, Map<ResourceId, String> uids, ExecutorService threads) {
        TreeMap<Integer, List<Step>> reverse = new TreeMap<>(Comparator.reverseOrder());
        deletes.forEach(step -> reverse.computeIfAbsent(Waves.of(step.id()), wave -> new ArrayList<>())
                .add(step));
        List<Outcome> outcomes = new ArrayList<>();
        for (List<Step> together : reverse.values()) {
            outcomes.addAll(Running.all(
                    threads,
                    together,
                    step -> delete(step.id(), String.valueOf(uids.get(step.id()))),
                    (step, why) -> new Outcome(step.id(), Outcome.Kind.FAILED, why)));
        }
        return outcomes;
    }

    private Outcome delete(ResourceId id, String uid) {
        ResourceType type = types.ofKind(id.group(), id.kind()).orElseThrow();
        return switch (Repeating.write(() -> writer.delete(type, id, uid))) {
            case WriteResult.Written written -> awaited(type, id, uid);
            case WriteResult.Rejected rejected
            when rejected.error().code() == 404 -> new Outcome(id, Outcome.Kind.DELETED, "");
            case WriteResult.Rejected rejected
            when rejected.error().code() == 409 -> new Outcome(id, Outcome.Kind.BLOCKED, Reasons.CHANGED_SINCE_PLAN);
            case WriteResult.Rejected rejected -> new Outcome(id, Outcome.Kind.FAILED, rejected.why());
        };
    }

    /** Gone, or there again as another object; finalizers are waited for, never taken away. */
    private Outcome awaited(ResourceType type, ResourceId id, String uid) {
        boolean gone = awaiting.until(() -> living(type, id, uid).isEmpty());
        if (gone) {
            return new Outcome(id, Outcome.Kind.DELETED, "");
        }
        String finalizers = living(type, id, uid)
                .map(live -> live.path("metadata")
                        .path("finalizers")
                        .valueStream()
                        .map(JsonNode::asText)
                        .collect(Collectors.joining(", ")))
                .orElse("");
        return new Outcome(id, Outcome.Kind.BLOCKED, "blocked-by-finalizer: " + finalizers);
    }

    private Optional<ObjectNode> living(ResourceType type, ResourceId id, String uid) {
        return reader.get(type, id.namespace(), id.name())
                .filter(live -> live.path("metadata").path("uid").asText().equals(uid));
    }
}
