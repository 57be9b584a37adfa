package dev.tidemark.reconciler.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.reconciler.cluster.ApiError;
import dev.tidemark.reconciler.cluster.Cluster;
import dev.tidemark.reconciler.cluster.ClusterReader;
import dev.tidemark.reconciler.cluster.ClusterWriter;
import dev.tidemark.reconciler.cluster.ClusterWriter.Mode;
import dev.tidemark.reconciler.cluster.WriteResult;
import dev.tidemark.snapshots.model.OwnerReference;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.model.TypeTable;
import dev.tidemark.snapshots.plan.Action;
import dev.tidemark.snapshots.plan.Step;
import dev.tidemark.snapshots.plan.Waves;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;

/** Carries a plan out, wave by wave; the steps of a wave run side by side. */
final class RestoreApplier {

    private static final int REPLANS = 5;

    private final Cluster cluster;
    private final ClusterReader reader;
    private final ClusterWriter writer;
    private final Judgement judgement;
    private final TypeTable snapshotTypes;
    private final Map<String, List<OwnerReference>> owners;
    private final Awaiting awaiting;
    private final int concurrency;

    RestoreApplier(
            Cluster cluster,
            ClusterWriter writer,
            Judgement judgement,
            TypeTable snapshotTypes,
            Map<String, List<OwnerReference>> owners,
            Duration timeout,
            int concurrency) {
        this.cluster = cluster;
        this.reader = cluster.reader();
        this.writer = writer;
        this.judgement = judgement;
        this.snapshotTypes = snapshotTypes;
        this.owners = owners;
        this.awaiting = new Awaiting(timeout);
        this.concurrency = concurrency;
    }

    /** One result for every step, in the order of the plan. {@code waveDone} is told how many of a wave went well. */
    List<Outcome> apply(PlannedRestore restore, BiConsumer<Integer, List<Outcome>> waveDone) {
        List<Outcome> outcomes = new ArrayList<>();
        TypeTable types = cluster.discover().types();
        try (ExecutorService threads = Executors.newFixedThreadPool(concurrency)) {
            for (Map.Entry<Integer, List<Step>> wave : restore.plan().waves().entrySet()) {
                TypeTable known = types;
                List<Outcome> ended = wave.getKey() == Waves.PRUNE
                        ? prune(wave.getValue(), restore, outcomes, known, threads)
                        : Running.all(threads, wave.getValue(), step -> carryOut(step, restore, known));
                outcomes.addAll(ended);
                waveDone.accept(wave.getKey(), ended);
                if (wave.getKey() == Waves.CUSTOM_RESOURCE_DEFINITIONS) {
                    types = afterDefinitions(ended, types);
                }
            }
        }
        return outcomes;
    }

    /** Nothing is deleted while something else went wrong: it may be what the rest still lives on. */
    private List<Outcome> prune(
            List<Step> steps, PlannedRestore restore, List<Outcome> before, TypeTable types, ExecutorService threads) {
        List<Step> deletes =
                steps.stream().filter(s -> s.action() == Action.DELETE).toList();
        List<Outcome> outcomes = new ArrayList<>();
        steps.stream()
                .filter(s -> s.action() != Action.DELETE)
                .forEach(step -> outcomes.add(carryOut(step, restore, types)));
        long failed =
                before.stream().filter(o -> o.kind() == Outcome.Kind.FAILED).count();
        if (failed > 0) {
            deletes.forEach(step -> outcomes.add(
                    new Outcome(step.id(), Outcome.Kind.BLOCKED, "held back: " + failed + " objects failed before")));
        } else {
            outcomes.addAll(new Pruner(reader, writer, types, awaiting).prune(deletes, restore.uids(), threads));
        }
        return outcomes;
    }

    private Outcome carryOut(Step step, PlannedRestore restore, TypeTable types) {
        return switch (step.action()) {
            case UNCHANGED -> new Outcome(step.id(), Outcome.Kind.UNCHANGED, step.reason());
            case SKIP -> new Outcome(step.id(), Outcome.Kind.SKIPPED, step.reason());
            case BLOCKED, UNRESTORABLE -> new Outcome(step.id(), Outcome.Kind.BLOCKED, step.reason());
            case DELETE -> throw new IllegalArgumentException("deletions are the pruner's: " + step.id());
            case CREATE, APPLY, REPLACE -> {
                ObjectNode target =
                        java.util.Objects.requireNonNull(restore.targets().get(step.id()));
                yield write(step, target, String.valueOf(restore.paths().get(step.id())), types);
            }
        };
    }

    /** What is written is proven again first, since the plan may be minutes old; a moved object is planned anew. */
    private Outcome write(Step step, ObjectNode target, String path, TypeTable types) {
        Optional<ResourceType> type = types.ofKind(step.id().group(), step.id().kind())
                .or(() -> snapshotTypes.ofKind(step.id().group(), step.id().kind()));
        if (type.isEmpty()) {
            return new Outcome(step.id(), Outcome.Kind.BLOCKED, Reasons.TYPE_MISSING);
        }
        Prover prover = new Prover(reader, Prover.DryRuns.of(writer), judgement, false);
        String last = "";
        for (int attempt = 0; attempt < REPLANS; attempt++) {
            waitUntilGone(type.get(), step.id());
            if (attempt > 0) {
                new DyingNamespaces(reader, types).awaitGone(step.id().namespace(), awaiting);
            }
            Prover.Proof proof = prover.prove(type.get(), step.id(), target);
            if (!proof.action().writes()) {
                return unwritten(step, proof);
            }
            ObjectNode body = proof.body().orElseThrow();
            if (proof.action() == Action.CREATE) {
                new Owners(reader, types).set(body, owners.getOrDefault(path, List.of()));
            }
            switch (send(proof.action(), type.get(), body)) {
                case WriteResult.Written written -> {
                    return written(step, proof, type.get(), target, written.live());
                }
                case WriteResult.Rejected rejected -> {
                    last = rejected.why();
                    if (!worthAnother(rejected.error())) {
                        return new Outcome(step.id(), Outcome.Kind.FAILED, last);
                    }
                }
            }
        }
        return new Outcome(step.id(), Outcome.Kind.FAILED, "changed again and again meanwhile: " + last);
    }

    /** The object exists or has moved, or its namespace is still going: another look decides. */
    private static boolean worthAnother(ApiError error) {
        return Reasons.exists(error) || Reasons.moved(error) || Reasons.terminating(error);
    }

    private WriteResult send(Action action, ResourceType type, ObjectNode body) {
        return switch (action) {
            case CREATE -> writer.create(type, body, Mode.REAL);
            case APPLY -> writer.apply(type, body, Mode.REAL);
            case REPLACE -> writer.replace(type, body, Mode.REAL);
            default -> throw new IllegalArgumentException(action + " writes nothing");
        };
    }

    private static Outcome unwritten(Step step, Prover.Proof proof) {
        Outcome.Kind kind =
                switch (proof.action()) {
                    case UNCHANGED -> Outcome.Kind.UNCHANGED;
                    case SKIP -> Outcome.Kind.SKIPPED;
                    default -> Outcome.Kind.BLOCKED;
                };
        return new Outcome(step.id(), kind, proof.reason());
    }

    private Outcome written(Step step, Prover.Proof proof, ResourceType type, ObjectNode target, ObjectNode live) {
        Outcome.Kind kind = proof.action() == Action.CREATE ? Outcome.Kind.CREATED : Outcome.Kind.UPDATED;
        boolean equal = judgement.differences(type, live, target).isEmpty();
        String uid =
                kind == Outcome.Kind.CREATED ? live.path("metadata").path("uid").asText() : "";
        return new Outcome(step.id(), kind, equal ? "" : Reasons.EXPECTED_RESIDUAL, uid);
    }

    /** What is being deleted, itself or with its namespace, must be gone before it can come back. */
    private void waitUntilGone(ResourceType type, ResourceId id) {
        awaiting.until(() -> reader.get(type, id.namespace(), id.name())
                .filter(live -> live.path("metadata").has("deletionTimestamp"))
                .isEmpty());
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
