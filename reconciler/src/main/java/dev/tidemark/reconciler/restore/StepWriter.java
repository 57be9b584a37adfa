package dev.tidemark.reconciler.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.guard.RecreateGuard;
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
import java.util.List;
import java.util.Optional;

/**
 * Carries one creation or change out. A change is proven again first, since the plan may be minutes old, and a creation
 * never overwrites; an object that has moved, or is there by now, is planned anew.
 */
final class StepWriter {

    private static final int REPLANS = 5;

    private final ClusterReader reader;
    private final ClusterWriter writer;
    private final Judgement judgement;
    private final RecreateGuard guard;
    private final Recreator recreator;
    private final Awaiting awaiting;
    private final WaveGate gate;
    private final Parked parked;
    private final Limiter limiter;
    private final boolean exactly;

    StepWriter(
            ClusterReader reader,
            ClusterWriter writer,
            Judgement judgement,
            RecreateGuard guard,
            Removal removal,
            Awaiting awaiting,
            WaveGate gate,
            Parked parked,
            Limiter limiter,
            boolean exactly) {
        this.reader = reader;
        this.writer = writer;
        this.judgement = judgement;
        this.guard = guard;
        this.recreator = new Recreator(reader, writer, removal, judgement, guard, gate, limiter);
        this.awaiting = awaiting;
        this.gate = gate;
        this.parked = parked;
        this.limiter = limiter;
        this.exactly = exactly;
    }

    /**
     * @param types what the cluster serves now
     * @param owners whom the object belongs to, if it has to be made anew
     */
    Outcome write(Step step, ResourceType type, ObjectNode target, TypeTable types, List<OwnerReference> owners) {
        Prover prover = new Prover(reader, Prover.DryRuns.of(writer), judgement, guard, false);
        String last = "";
        for (int attempt = 0; attempt < REPLANS; attempt++) {
            if (attempt > 0) {
                waitUntilGone(type, step.id());
                new DyingNamespaces(reader, types).awaitGone(step.id().namespace(), awaiting);
            }
            boolean missing = attempt == 0 && step.action() == Action.CREATE;
            Prover.Proof proof = missing
                    ? prover.proveMissing(type, step.id(), target)
                    : limiter.ask(() -> prover.prove(type, step.id(), target));
            if (attempt == 0 && proof.reason().equals(Reasons.TERMINATING)) {
                continue;
            }
            if (!proof.action().writes()) {
                return unwritten(step, proof);
            }
            if (exactly && !asPlanned(step, proof)) {
                return new Outcome(step.id(), Outcome.Kind.BLOCKED, Reasons.CHANGED_SINCE_PLAN);
            }
            ObjectNode body = proof.body().orElseThrow();
            boolean anew = proof.action() == Action.CREATE || proof.action() == Action.RECREATE;
            List<String> ownerless = anew ? limiter.ask(() -> new Owners(reader, types).set(body, owners)) : List.of();
            if (proof.action() == Action.RECREATE) {
                Optional<Outcome> ended = recreate(step, type, body);
                if (ended.isPresent()) {
                    return ended.get().created() ? ended.get().because(ownerless) : ended.get();
                }
                continue;
            }
            switch (send(step.id(), proof.action(), type, body, target)) {
                case WriteResult.Written written -> {
                    return written(step, proof, type, target, written.live()).because(ownerless);
                }
                case WriteResult.Rejected rejected -> {
                    last = rejected.why();
                    Retry when = Retry.of(rejected.error(), step.id());
                    if (when != Retry.REPLAN && when != Retry.WHEN_GONE) {
                        return refused(step, when, rejected);
                    }
                }
            }
        }
        return new Outcome(step.id(), Outcome.Kind.FAILED, "changed again and again meanwhile: " + last);
    }

    /** What could not be proven says nothing of what there is by now, or of how it can be changed. */
    private static boolean asPlanned(Step step, Prover.Proof proof) {
        return switch (step.action()) {
            case CREATE -> proof.action() == Action.CREATE || !step.reason().isEmpty();
            case REPLACE ->
                (proof.action() == Action.REPLACE
                                || (proof.action() == Action.APPLY
                                        && step.reason().startsWith(Reasons.CHANGE_UNPROVEN)))
                        && proof.fields().equals(step.fields());
            default -> proof.action() == step.action() && proof.fields().equals(step.fields());
        };
    }

    /** Only where the plan has said so, as what is deleted was shown then. */
    private Optional<Outcome> recreate(Step step, ResourceType type, ObjectNode body) {
        return step.action() == Action.RECREATE
                ? recreator.recreate(type, step.id(), body)
                : Optional.of(new Outcome(step.id(), Outcome.Kind.BLOCKED, Reasons.CHANGED_SINCE_PLAN));
    }

    /** A server that does not answer stands in the way of the object; anything else has failed. */
    private Outcome refused(Step step, Retry when, WriteResult.Rejected rejected) {
        if (when.later()) {
            parked.add(step, when);
        }
        String why =
                Retry.obstacle(rejected.error()).filter(named -> when.later()).orElse(rejected.why());
        Outcome.Kind kind = when == Retry.WHEN_ANSWERED ? Outcome.Kind.BLOCKED : Outcome.Kind.FAILED;
        return new Outcome(step.id(), kind, why);
    }

    private WriteResult send(ResourceId id, Action action, ResourceType type, ObjectNode body, ObjectNode target) {
        return Repeating.write(
                () -> limiter.write(() -> switch (action) {
                    case CREATE -> writer.create(type, body, Mode.REAL);
                    case APPLY -> writer.apply(type, body, Mode.REAL);
                    case REPLACE -> writer.replace(type, body, Mode.REAL);
                    default -> throw new IllegalArgumentException(action + " writes nothing");
                }),
                () -> limiter.ask(() -> reader.get(type, id.namespace(), id.name()))
                        .filter(live ->
                                judgement.differences(type, live, target).isEmpty()));
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
        gate.wrote(type, step.id(), live);
        Outcome.Kind kind = proof.action() == Action.CREATE ? Outcome.Kind.CREATED : Outcome.Kind.UPDATED;
        boolean equal = judgement.differences(type, live, target).isEmpty();
        String uid =
                kind == Outcome.Kind.CREATED ? live.path("metadata").path("uid").asText() : "";
        return new Outcome(step.id(), kind, equal ? "" : Reasons.EXPECTED_RESIDUAL, uid);
    }

    /** What is being deleted, itself or with its namespace, must be gone before it can come back. */
    private void waitUntilGone(ResourceType type, ResourceId id) {
        awaiting.until(() -> limiter.ask(() -> reader.get(type, id.namespace(), id.name()))
                .filter(live -> live.path("metadata").has("deletionTimestamp"))
                .isEmpty());
    }
}
