package dev.tidemark.reconciler.restore;

import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.model.TypeTable;
import dev.tidemark.snapshots.plan.Propagation;
import dev.tidemark.snapshots.plan.Step;
import dev.tidemark.snapshots.plan.Waves;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;

/**
 * Deletes what a plan names, the reverse of the waves in which it would have been made: custom resources before their
 * definitions, workloads before the accounts that their finalizers need, namespaces last.
 */
final class Pruner {

    private final Removal removal;
    private final TypeTable types;

    Pruner(Removal removal, TypeTable types) {
        this.removal = removal;
        this.types = types;
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

    /**
     * In the foreground, what others are made from is gone when they are gone too. For anything else that would only cost
     * two more writes, which a webhook could refuse.
     */
    private static Propagation propagation(ResourceId id) {
        return switch (Waves.of(id)) {
            case Waves.WORKLOADS, Waves.CUSTOM_RESOURCES, Waves.CRON_JOBS -> Propagation.FOREGROUND;
            default -> Propagation.BACKGROUND;
        };
    }

    private Outcome delete(ResourceId id, String uid) {
        ResourceType type = types.ofKind(id.group(), id.kind()).orElseThrow();
        return switch (removal.remove(type, id, uid, propagation(id))) {
            case Removal.Ended.Gone gone -> new Outcome(id, Outcome.Kind.DELETED, "");
            case Removal.Ended.Moved moved -> new Outcome(id, Outcome.Kind.BLOCKED, Reasons.CHANGED_SINCE_PLAN);
            case Removal.Ended.Held held ->
                new Outcome(id, Outcome.Kind.BLOCKED, Reasons.BLOCKED_BY_FINALIZER + ": " + held.finalizers());
            case Removal.Ended.Refused refused -> new Outcome(id, Outcome.Kind.FAILED, refused.why());
        };
    }
}
