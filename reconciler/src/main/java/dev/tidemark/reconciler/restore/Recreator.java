package dev.tidemark.reconciler.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.guard.RecreateGuard;
import dev.tidemark.policies.normalise.CarryOver;
import dev.tidemark.reconciler.cluster.ClusterReader;
import dev.tidemark.reconciler.cluster.ClusterWriter;
import dev.tidemark.reconciler.cluster.ClusterWriter.Mode;
import dev.tidemark.reconciler.cluster.WriteResult;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import java.util.List;
import java.util.Optional;

/**
 * Deletes an object and makes it anew. Where that fails half-way nothing is lost: the old object is made again, and after
 * a kill the next restore finds the object missing and makes it.
 */
final class Recreator {

    private final ClusterReader reader;
    private final ClusterWriter writer;
    private final Removal removal;
    private final Judgement judgement;
    private final RecreateGuard guard;
    private final WaveGate gate;
    private final Limiter limiter;

    Recreator(
            ClusterReader reader,
            ClusterWriter writer,
            Removal removal,
            Judgement judgement,
            RecreateGuard guard,
            WaveGate gate,
            Limiter limiter) {
        this.reader = reader;
        this.writer = writer;
        this.removal = removal;
        this.judgement = judgement;
        this.guard = guard;
        this.gate = gate;
        this.limiter = limiter;
    }

    /**
     * What became of the object; empty when it is no longer the one that was proven, so that it is to be looked at again.
     *
     * @param body what is to be made, with the uid of the object that is to go
     */
    Optional<Outcome> recreate(ResourceType type, ResourceId id, ObjectNode body) {
        String uid = body.path("metadata").path("uid").asText();
        Optional<ObjectNode> old = reader.get(type, id.namespace(), id.name())
                .filter(live -> live.path("metadata").path("uid").asText().equals(uid));
        if (old.isEmpty() || !(guard.judge(type, old.get()) instanceof RecreateGuard.Verdict.Allowed allowed)) {
            return Optional.empty();
        }
        return switch (removal.remove(type, id, uid, allowed.propagation())) {
            case Removal.Ended.Gone gone -> make(type, id, unbound(body), old.get());
            case Removal.Ended.Moved moved -> Optional.empty();
            case Removal.Ended.Held held ->
                Optional.of(
                        new Outcome(id, Outcome.Kind.BLOCKED, Reasons.BLOCKED_BY_FINALIZER + ": " + held.finalizers()));
            case Removal.Ended.Refused refused -> Optional.of(new Outcome(id, Outcome.Kind.FAILED, refused.why()));
        };
    }

    private Optional<Outcome> make(ResourceType type, ResourceId id, ObjectNode body, ObjectNode old) {
        return switch (create(type, id, body, body)) {
            case WriteResult.Written written -> {
                gate.wrote(type, id, written.live());
                boolean equal =
                        judgement.differences(type, written.live(), body).isEmpty();
                yield Optional.of(new Outcome(
                        id,
                        Outcome.Kind.RECREATED,
                        equal ? "" : Reasons.EXPECTED_RESIDUAL,
                        written.live().path("metadata").path("uid").asText()));
            }
            case WriteResult.Rejected rejected when Reasons.exists(rejected.error()) -> Optional.empty();
            case WriteResult.Rejected rejected ->
                Optional.of(new Outcome(
                        id, Outcome.Kind.FAILED, "not made anew: " + rejected.why() + "; " + putBack(type, id, old)));
        };
    }

    /** With what the cluster had allotted to it, or where that was bound to the old uid, without. */
    private String putBack(ResourceType type, ResourceId id, ObjectNode old) {
        ObjectNode declared = judgement.declared(type, old);
        ObjectNode whole = unbound(CarryOver.body(type, declared, old, judgement.facts()));
        String why = "";
        for (ObjectNode body : List.of(whole, declared)) {
            switch (create(type, id, body, declared)) {
                case WriteResult.Written written -> {
                    return "the old one was made again";
                }
                case WriteResult.Rejected rejected -> why = rejected.why();
            }
        }
        return "the old one could not be made again either (" + why + "); tidemark undo tries it once more";
    }

    /**
     * The old object is gone: a busy server is no reason to leave it at that.
     *
     * @param declared {@code body} without what the cluster allots
     */
    private WriteResult create(ResourceType type, ResourceId id, ObjectNode body, ObjectNode declared) {
        return Repeating.write(() -> limiter.write(() -> writer.create(type, body, Mode.REAL)), () -> limiter.ask(
                        () -> reader.get(type, id.namespace(), id.name()))
                .filter(live -> judgement.differences(type, live, declared).isEmpty()));
    }

    /** Without what ties it to an object that is gone. */
    private static ObjectNode unbound(ObjectNode body) {
        ObjectNode free = body.deepCopy();
        free.withObject("/metadata").remove(List.of("uid", "resourceVersion"));
        return free;
    }
}
