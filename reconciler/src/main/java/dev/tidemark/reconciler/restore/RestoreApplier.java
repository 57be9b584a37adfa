package dev.tidemark.reconciler.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.reconciler.cluster.Cluster;
import dev.tidemark.reconciler.cluster.ClusterReader;
import dev.tidemark.reconciler.cluster.ClusterWriter;
import dev.tidemark.snapshots.model.OwnerReference;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.model.TypeTable;
import dev.tidemark.snapshots.plan.Action;
import dev.tidemark.snapshots.plan.Step;
import dev.tidemark.snapshots.plan.Waves;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Carries a plan out, wave by wave; the steps of a wave run side by side, and the next waits until they are ready. */
final class RestoreApplier {

    private final Cluster cluster;
    private final ClusterReader reader;
    private final ClusterWriter writer;
    private final TypeTable snapshotTypes;
    private final Map<String, List<OwnerReference>> owners;
    private final Awaiting awaiting;
    private final WaveGate gate;
    private final StepWriter steps;
    private final int concurrency;
    private final SequencedMap<ResourceId, Outcome> outcomes = new LinkedHashMap<>();
    private final Unmade unmade = new Unmade();

    RestoreApplier(
            Cluster cluster,
            ClusterWriter writer,
            Judgement judgement,
            TypeTable snapshotTypes,
            Map<String, List<OwnerReference>> owners,
            Set<ResourceType> asked,
            Patience patience,
            int concurrency) {
        this.cluster = cluster;
        this.reader = cluster.reader();
        this.writer = writer;
        this.snapshotTypes = snapshotTypes;
        this.owners = owners;
        this.awaiting = new Awaiting(patience.timeout());
        LiveReadiness readiness = new LiveReadiness(reader, snapshotTypes, asked);
        this.gate = new WaveGate(reader, readiness, patience.timeout(), patience.forHealth());
        this.steps = new StepWriter(reader, writer, judgement, awaiting, gate);
        this.concurrency = concurrency;
    }

    /** One result for every step, in the order of the plan. */
    List<Outcome> apply(PlannedRestore restore, RestoreProgress progress) {
        TypeTable types = cluster.discover().types();
        try (ExecutorService threads = Executors.newFixedThreadPool(concurrency)) {
            for (Map.Entry<Integer, List<Step>> wave : restore.plan().waves().entrySet()) {
                run(wave.getKey(), wave.getValue(), restore, types, threads);
                await(wave.getKey(), threads, progress);
                List<Outcome> ended = wave.getValue().stream()
                        .map(step -> Objects.requireNonNull(outcomes.get(step.id())))
                        .toList();
                wave.getValue().forEach(step -> unmade.ended(step, Objects.requireNonNull(outcomes.get(step.id()))));
                progress.waveDone(wave.getKey(), ended);
                if (wave.getKey() == Waves.CUSTOM_RESOURCE_DEFINITIONS) {
                    types = afterDefinitions(ended, types);
                }
            }
            await(Waves.PRUNE, threads, progress);
        }
        return List.copyOf(outcomes.values());
    }

    private void run(int wave, List<Step> steps, PlannedRestore restore, TypeTable types, ExecutorService threads) {
        List<Outcome> ended = wave == Waves.PRUNE
                ? prune(steps, restore, types, threads)
                : Running.all(
                        threads,
                        steps,
                        step -> carryOut(step, restore, types),
                        (step, why) -> new Outcome(step.id(), Outcome.Kind.FAILED, why));
        ended.forEach(outcome -> outcomes.put(outcome.id(), outcome));
    }

    private void await(int wave, ExecutorService threads, RestoreProgress progress) {
        gate.await(wave, threads, left -> {
                    if (!left.isEmpty()) {
                        WaveGate.Pending one = left.getFirst();
                        progress.waiting(wave, left.size(), one.id(), one.why());
                    }
                })
                .forEach((id, why) -> outcomes.computeIfPresent(id, (same, outcome) -> outcome.unhealthy(why)));
    }

    /** Nothing is deleted while something else went wrong: it may be what the rest still lives on. */
    private List<Outcome> prune(List<Step> steps, PlannedRestore restore, TypeTable types, ExecutorService threads) {
        List<Step> deletes =
                steps.stream().filter(s -> s.action() == Action.DELETE).toList();
        List<Outcome> ended = new ArrayList<>();
        steps.stream()
                .filter(s -> s.action() != Action.DELETE)
                .forEach(step -> ended.add(carryOut(step, restore, types)));
        long failed = outcomes.values().stream()
                .filter(o -> o.kind() == Outcome.Kind.FAILED)
                .count();
        if (failed > 0) {
            deletes.forEach(step -> ended.add(
                    new Outcome(step.id(), Outcome.Kind.BLOCKED, "held back: " + failed + " objects failed before")));
        } else {
            ended.addAll(new Pruner(reader, writer, types, awaiting).prune(deletes, restore.uids(), threads));
        }
        return ended;
    }

    private Outcome carryOut(Step step, PlannedRestore restore, TypeTable types) {
        return switch (step.action()) {
            case UNCHANGED -> new Outcome(step.id(), Outcome.Kind.UNCHANGED, step.reason());
            case SKIP -> new Outcome(step.id(), Outcome.Kind.SKIPPED, step.reason());
            case BLOCKED, UNRESTORABLE -> new Outcome(step.id(), Outcome.Kind.BLOCKED, step.reason());
            case DELETE -> throw new IllegalArgumentException("deletions are the pruner's: " + step.id());
            case CREATE, APPLY, REPLACE -> write(step, restore, types);
        };
    }

    private Outcome write(Step step, PlannedRestore restore, TypeTable types) {
        List<OwnerReference> owned =
                owners.getOrDefault(String.valueOf(restore.paths().get(step.id())), List.of());
        Optional<ResourceId> need = unmade.neededBy(step.id(), owned);
        if (need.isPresent()) {
            return new Outcome(step.id(), Outcome.Kind.BLOCKED, "needs " + need.get() + ", which failed");
        }
        Optional<ResourceType> type = types.ofKind(step.id().group(), step.id().kind())
                .or(() -> snapshotTypes.ofKind(step.id().group(), step.id().kind()));
        if (type.isEmpty()) {
            return new Outcome(step.id(), Outcome.Kind.BLOCKED, Reasons.TYPE_MISSING);
        }
        ObjectNode target = Objects.requireNonNull(restore.targets().get(step.id()));
        return steps.write(step, type.get(), target, types, owned);
    }

    /** Custom resources can come back when their definitions are established and served. */
    private TypeTable afterDefinitions(List<Outcome> definitions, TypeTable before) {
        List<String> made = definitions.stream()
                .filter(o -> o.kind() == Outcome.Kind.CREATED || o.kind() == Outcome.Kind.UPDATED)
                .map(o -> o.id().name())
                .toList();
        if (made.isEmpty()) {
            return before;
        }
        TypeTable[] types = {before};
        awaiting.until(() -> {
            types[0] = cluster.discover().types();
            return made.stream().allMatch(name -> types[0].find(name).isPresent());
        });
        return types[0];
    }
}
