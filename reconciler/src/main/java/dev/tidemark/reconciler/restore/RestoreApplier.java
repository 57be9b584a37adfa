package dev.tidemark.reconciler.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.guard.RecreateGuard;
import dev.tidemark.policies.migrate.ApiVersion;
import dev.tidemark.reconciler.cluster.Cluster;
import dev.tidemark.reconciler.cluster.ClusterReader;
import dev.tidemark.reconciler.cluster.ClusterWriter;
import dev.tidemark.reconciler.cluster.Discovery;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.OwnerReference;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.model.TypeTable;
import dev.tidemark.snapshots.plan.Action;
import dev.tidemark.snapshots.plan.Step;
import dev.tidemark.snapshots.plan.Waves;
import java.time.Duration;
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
import java.util.function.Predicate;

/** Carries a plan out, wave by wave; the steps of a wave run side by side, and the next waits until they are ready. */
final class RestoreApplier {

    private static final Set<Retry> MADE = Set.of(Retry.WHEN_MADE);
    private static final Set<Retry> MADE_OR_ANSWERED = Set.of(Retry.WHEN_MADE, Retry.WHEN_ANSWERED);
    private static final Set<Retry> NO_ROOM = Set.of(Retry.AT_LAST);
    private static final Duration ENDPOINTS = Duration.ofSeconds(15);
    private static final Duration RECOUNT = Duration.ofSeconds(10);

    /** An API server acts on webhooks and policies that are gone for up to a second, and nothing shows when it stops. */
    private static final Duration DISARMED = Duration.ofSeconds(1);

    private final PlannedRestore restore;
    private final Cluster cluster;
    private final TypeTable snapshotTypes;
    private final Map<String, List<OwnerReference>> owners;
    private final Awaiting awaiting;
    private final Removal removal;
    private final WaveGate gate;
    private final StepWriter steps;
    private final Adopter adopter;
    private final Disarmer disarmer;
    private final Optional<Arming> arming;
    private final Limiter limiter;
    private final Opening opening;
    private final SequencedMap<ResourceId, Outcome> outcomes = new LinkedHashMap<>();
    private final Unmade unmade = new Unmade();
    private final Parked parked = new Parked();
    /** What the cluster serves; more when definitions have come back. */
    private volatile TypeTable types;

    /** {@code concurrency} = never more requests at once. */
    RestoreApplier(
            PlannedRestore restore,
            Cluster cluster,
            ClusterWriter writer,
            Judgement judgement,
            TypeTable snapshotTypes,
            Map<String, List<OwnerReference>> owners,
            RecreateGuard guard,
            Set<ResourceType> asked,
            Patience patience,
            int concurrency,
            boolean exactly) {
        ClusterReader reader = cluster.reader();
        this.restore = restore;
        this.opening = new Opening(restore.targets());
        this.cluster = cluster;
        this.snapshotTypes = snapshotTypes;
        this.owners = owners;
        this.awaiting = new Awaiting(patience.timeout());
        this.limiter = new Limiter(new InFlight(concurrency));
        this.removal = new Removal(reader, writer, awaiting, limiter);
        LiveReadiness readiness = new LiveReadiness(reader, snapshotTypes, asked);
        this.gate = new WaveGate(reader, readiness, patience.timeout(), patience.forHealth(), limiter);
        this.steps =
                new StepWriter(reader, writer, judgement, guard, removal, awaiting, gate, parked, limiter, exactly);
        this.disarmer = new Disarmer(reader, writer, removal, judgement);
        this.arming = patience.forHealth() ? Optional.of(new Arming(restore, reader, snapshotTypes)) : Optional.empty();
        this.adopter = new Adopter(reader, writer, limiter);
        this.types = snapshotTypes;
    }

    /** One result for every step, in the order of the plan. */
    List<Outcome> apply(RestoreProgress progress) {
        types = cluster.discover().types();
        try (opening;
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                waves(threads, progress);
            } finally {
                outcomes(disarmer.arm());
                disarmer.done();
            }
            adopt(threads);
        }
        return List.copyOf(outcomes.values());
    }

    /** What opening Secrets took so far. */
    RestoreReport.Unsealing unsealing() {
        return opening.total();
    }

    private void waves(ExecutorService threads, RestoreProgress progress) {
        for (Map.Entry<Integer, List<Step>> wave : restore.plan().waves().entrySet()) {
            switch (wave.getKey()) {
                case Waves.DISARM -> disarm(wave.getValue(), threads);
                case Waves.PRUNE -> {
                    tryParkedForTheLastTime(threads);
                    outcomes(prune(wave.getValue(), threads));
                }
                default -> run(wave.getValue(), threads);
            }
            await(wave.getKey(), threads, progress);
            unmade(wave.getValue());
            List<Outcome> ended = wave.getValue().stream().map(this::outcome).toList();
            if (ended.stream().anyMatch(Outcome::written)) {
                tryParked(wave.getKey() < Waves.WORKLOADS ? MADE : MADE_OR_ANSWERED, threads);
            }
            progress.waveDone(wave.getKey(), ended);
            if (wave.getKey() == Waves.CUSTOM_RESOURCE_DEFINITIONS) {
                types = afterDefinitions(ended, types);
            }
        }
        tryParkedForTheLastTime(threads);
        tryWhatHadNoRoom(threads);
        await(Waves.PRUNE, threads, progress);
    }

    private void adopt(ExecutorService threads) {
        List<Step> orphans = restore.plan().steps().stream()
                .filter(step -> outcome(step).ownerAbsent())
                .toList();
        outcomes(Running.all(
                threads,
                orphans,
                step -> types.ofKind(step.id().group(), step.id().kind())
                        .map(type -> adopter.adopt(outcome(step), type, owners(step), types))
                        .orElseGet(() -> outcome(step)),
                (step, why) -> outcome(step)));
    }

    private void run(List<Step> steps, ExecutorService threads) {
        new OwnerOrder(this::owners).levels(steps).forEach(level -> runTogether(level, threads));
    }

    private void runTogether(List<Step> steps, ExecutorService threads) {
        outcomes(Running.all(
                threads, steps, this::carryOut, (step, why) -> new Outcome(step.id(), Outcome.Kind.FAILED, why)));
        unmade(steps);
    }

    private void outcomes(List<Outcome> ended) {
        ended.forEach(outcome -> outcomes.put(outcome.id(), outcome));
    }

    private Outcome outcome(Step step) {
        return Objects.requireNonNull(outcomes.get(step.id()));
    }

    private void unmade(List<Step> steps) {
        steps.forEach(step -> unmade.ended(step, outcome(step)));
    }

    /** Whatever becomes ready may be what parked steps wait for, and others of the wave may wait for those. */
    private void await(int wave, ExecutorService threads, RestoreProgress progress) {
        int[] before = {0};
        gate.await(wave, threads, left -> {
                    if (left.size() < before[0]) {
                        tryParked(MADE_OR_ANSWERED, threads);
                    }
                    before[0] = left.size();
                    if (!left.isEmpty()) {
                        WaveGate.Pending one = left.getFirst();
                        progress.waiting(wave, left.size(), one.id(), one.why());
                    }
                })
                .forEach((id, why) -> outcomes.computeIfPresent(id, (same, outcome) -> outcome.unhealthy(why)));
    }

    private void tryParked(Set<Retry> when, ExecutorService threads) {
        parked.take(when).values().forEach(steps -> run(steps, threads));
    }

    /** A server that this restore has brought back may be ready a moment before its endpoints are known. */
    private void tryParkedForTheLastTime(ExecutorService threads) {
        tryParked(MADE_OR_ANSWERED, forServers(), threads);
    }

    /** What has been deleted is taken out of a quota's count a moment later. */
    private void tryWhatHadNoRoom(ExecutorService threads) {
        boolean roomMade = outcomes.values().stream().anyMatch(o -> o.kind() == Outcome.Kind.DELETED);
        tryParked(NO_ROOM, roomMade ? RECOUNT : Duration.ZERO, threads);
    }

    private void tryParked(Set<Retry> when, Duration patience, ExecutorService threads) {
        new Awaiting(patience).until(() -> {
            tryParked(when, threads);
            return !parked.any(when);
        });
    }

    private Duration forServers() {
        boolean mayCome = outcomes.values().stream().anyMatch(o -> o.written() && Waves.of(o.id()) == Waves.WORKLOADS);
        return mayCome ? ENDPOINTS : Duration.ZERO;
    }

    /** What is gone is still asked for a moment. */
    private void disarm(List<Step> steps, ExecutorService threads) {
        outcomes(prune(steps.stream().filter(Predicate.not(Disarming::is)).toList(), threads));
        steps.stream().filter(Disarming::is).forEach(step -> outcomes(List.of(disarm(step))));
        if (steps.stream().map(this::outcome).anyMatch(o -> o.kind() == Outcome.Kind.DELETED)) {
            Awaiting.pause(DISARMED);
        }
    }

    private Outcome disarm(Step step) {
        ObjectNode target = tree(step.id()).orElseThrow();
        return disarmer.disarm(
                type(step.id(), target).orElseThrow(),
                step.id(),
                target,
                String.valueOf(restore.uids().get(step.id())));
    }

    /** Nothing is deleted while something else went wrong: it may be what the rest still lives on. */
    private List<Outcome> prune(List<Step> steps, ExecutorService threads) {
        List<Step> deletes =
                steps.stream().filter(s -> s.action() == Action.DELETE).toList();
        List<Outcome> ended = new ArrayList<>();
        steps.stream().filter(s -> s.action() != Action.DELETE).forEach(step -> ended.add(carryOut(step)));
        long failed =
                outcomes.values().stream().filter(this::speaksAgainstDeleting).count();
        if (failed > 0) {
            deletes.forEach(step -> ended.add(
                    new Outcome(step.id(), Outcome.Kind.BLOCKED, "held back: " + failed + " objects failed before")));
        } else {
            ended.addAll(new Pruner(removal, types).prune(deletes, restore.uids(), threads));
        }
        return ended;
    }

    /** What only lacks room under a quota may get it by the deletions. */
    private boolean speaksAgainstDeleting(Outcome outcome) {
        Optional<Retry> when = parked.when(outcome.id());
        return when.isPresent() ? when.get() != Retry.AT_LAST : outcome.kind() == Outcome.Kind.FAILED;
    }

    private Outcome carryOut(Step step) {
        return switch (step.action()) {
            case UNCHANGED -> new Outcome(step.id(), Outcome.Kind.UNCHANGED, step.reason());
            case SKIP -> new Outcome(step.id(), Outcome.Kind.SKIPPED, step.reason());
            case BLOCKED, UNRESTORABLE -> new Outcome(step.id(), Outcome.Kind.BLOCKED, step.reason());
            case DELETE -> throw new IllegalArgumentException("deletions are the pruner's: " + step.id());
            case CREATE, APPLY, REPLACE, RECREATE -> write(step);
        };
    }

    private List<OwnerReference> owners(Step step) {
        return restore.targets().path(step.id()).map(owners::get).orElse(List.of());
    }

    private Outcome write(Step step) {
        List<OwnerReference> owned = owners(step);
        Optional<ResourceId> need = unmade.neededBy(step.id(), owned);
        if (need.isPresent()) {
            parked.when(need.get()).ifPresent(when -> parked.add(step, when));
            return new Outcome(step.id(), Outcome.Kind.BLOCKED, "needs " + need.get() + ", which failed");
        }
        return switch (opening.of(step.id())) {
            case Wanted.Tree wanted -> write(step, wanted.tree(), owned);
            case Wanted.LeftOut left -> new Outcome(step.id(), Outcome.Kind.SKIPPED, left.reason());
            case Wanted.Unknown unknown ->
                new Outcome(step.id(), Outcome.Kind.BLOCKED, Reasons.NO_KEY + ": " + unknown.reason());
        };
    }

    private Outcome write(Step step, ObjectNode target, List<OwnerReference> owned) {
        Optional<ResourceType> type = type(step.id(), target);
        if (type.isEmpty()) {
            return new Outcome(step.id(), Outcome.Kind.BLOCKED, Reasons.TYPE_MISSING);
        }
        Optional<String> held = arming.flatMap(a -> a.heldBack(step, target, forServers()));
        if (held.isPresent()) {
            return new Outcome(step.id(), Outcome.Kind.BLOCKED, held.get());
        }
        return steps.write(step, type.get(), target, types, owned);
    }

    private Optional<ObjectNode> tree(ResourceId id) {
        return restore.targets().of(id) instanceof Wanted.Tree wanted ? Optional.of(wanted.tree()) : Optional.empty();
    }

    private Optional<ResourceType> type(ResourceId id, ObjectNode target) {
        return types.ofKind(id.group(), id.kind())
                .or(() -> snapshotTypes.ofKind(id.group(), id.kind()))
                .map(t -> t.in(ApiVersion.of(target.path("apiVersion").asText()).version()));
    }

    /** Custom resources can come back when their definitions are established and served. */
    private TypeTable afterDefinitions(List<Outcome> definitions, TypeTable before) {
        List<ObjectNode> made = definitions.stream()
                .filter(o -> o.kind().restored())
                .flatMap(o -> tree(o.id()).stream())
                .toList();
        if (made.isEmpty()) {
            return before;
        }
        TypeTable[] types = {before};
        awaiting.until(() -> {
            Optional<Discovery> now = discovered();
            now.ifPresent(discovery -> types[0] = discovery.types());
            return now.filter(discovery -> made.stream().allMatch(d -> ComingDefinitions.served(d, discovery)))
                            .isPresent()
                    || cluster.reader().lost();
        });
        return types[0];
    }

    /** A server that does not answer may again; the objects of types that never show say so themselves. */
    private Optional<Discovery> discovered() {
        try {
            return Optional.of(cluster.discover());
        } catch (Failure unanswered) {
            return Optional.empty();
        }
    }
}
