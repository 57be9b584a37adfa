package dev.tidemark.reconciler.restore;

import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Steps that were refused because of something that is not there yet, until it may be. */
final class Parked {

    private final Map<ResourceId, Waiting> steps = new ConcurrentHashMap<>();

    private record Waiting(Step step, Retry when) {}

    void add(Step step, Retry when) {
        steps.put(step.id(), new Waiting(step, when));
    }

    /** What a parked object waits for. */
    Optional<Retry> when(ResourceId id) {
        return Optional.ofNullable(steps.get(id)).map(Waiting::when);
    }

    boolean any(Set<Retry> when) {
        return steps.values().stream().anyMatch(waiting -> when.contains(waiting.when()));
    }

    /** Hands these steps out, by wave; they are parked no longer. */
    SortedMap<Integer, List<Step>> take(Set<Retry> when) {
        SortedMap<Integer, List<Step>> taken = new TreeMap<>();
        for (Waiting waiting : List.copyOf(steps.values())) {
            if (when.contains(waiting.when())) {
                steps.remove(waiting.step().id());
                taken.computeIfAbsent(waiting.step().wave(), wave -> new ArrayList<>())
                        .add(waiting.step());
            }
        }
        return taken;
    }
}
