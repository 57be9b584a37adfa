package dev.tidemark.reconciler.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.guard.RecreateGuard;
import dev.tidemark.policies.migrate.StoredVersions;
import dev.tidemark.policies.normalise.CarryOver;
import dev.tidemark.reconciler.cluster.ClusterReader;
import dev.tidemark.reconciler.cluster.ClusterWriter;
import dev.tidemark.reconciler.cluster.WriteResult;
import dev.tidemark.snapshots.diff.FieldChange;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.plan.Action;
import java.util.List;
import java.util.Optional;

/**
 * Finds out what it takes to make one object equal to what it shall be, by dry runs: forced server-side apply first, and
 * where that would leave a difference behind (what another manager added), an update of the whole object.
 */
final class Prover {

    /** How often an object that its controllers write at the same time is looked at. */
    private static final int LOOKS = 5;

    private final ClusterReader reader;
    private final DryRuns dryRuns;
    private final Judgement judgement;
    private final RecreateGuard guard;
    private final boolean proveCreates;

    /** {@code proveCreates} = also dry-run what does not exist yet; that costs the server as much as the real thing. */
    Prover(ClusterReader reader, DryRuns dryRuns, Judgement judgement, RecreateGuard guard, boolean proveCreates) {
        this.reader = reader;
        this.dryRuns = dryRuns;
        this.judgement = judgement;
        this.guard = guard;
        this.proveCreates = proveCreates;
    }

    /** The one thing of the cluster that a proof needs to ask. */
    interface DryRuns {
        WriteResult create(ResourceType type, ObjectNode object);

        WriteResult apply(ResourceType type, ObjectNode object);

        WriteResult replace(ResourceType type, ObjectNode object);

        static DryRuns of(ClusterWriter writer) {
            return new DryRuns() {
                @Override
                public WriteResult create(ResourceType type, ObjectNode object) {
                    return Repeating.write(() -> writer.create(type, object, ClusterWriter.Mode.DRY_RUN));
                }

                @Override
                public WriteResult apply(ResourceType type, ObjectNode object) {
                    return Repeating.write(() -> writer.apply(type, object, ClusterWriter.Mode.DRY_RUN));
                }

                @Override
                public WriteResult replace(ResourceType type, ObjectNode object) {
                    return Repeating.write(() -> writer.replace(type, object, ClusterWriter.Mode.DRY_RUN));
                }
            };
        }
    }

    /**
     * What is to be done with one object.
     *
     * @param body what to send, for an action that writes
     * @param fields what differs now
     */
    record Proof(Action action, String reason, List<FieldChange> fields, Optional<ObjectNode> body) {

        static Proof of(Action action, String reason, List<FieldChange> fields) {
            return new Proof(action, reason, fields, Optional.empty());
        }

        /** The body may be a Secret. */
        @Override
        public String toString() {
            return action + " " + reason;
        }
    }

    boolean provesCreates() {
        return proveCreates;
    }

    /** The same, but what does not exist yet is dry-run in any case. */
    Prover provingCreates() {
        return new Prover(reader, dryRuns, judgement, guard, true);
    }

    /** {@code type} is in the version of {@code wanted}, which is not changed. */
    Proof prove(ResourceType type, ResourceId id, ObjectNode wanted) {
        ObjectNode target = wanted.deepCopy();
        for (int look = 0; look < LOOKS; look++) {
            Optional<Proof> proof = look(type, id, target);
            if (proof.isPresent()) {
                return proof.get();
            }
        }
        return Proof.of(Action.BLOCKED, Reasons.KEEPS_CHANGING, List.of());
    }

    /** Empty when the object changed, or went, between the look and its dry run. */
    private Optional<Proof> look(ResourceType type, ResourceId id, ObjectNode target) {
        Optional<ObjectNode> live = reader.get(type, id.namespace(), id.name());
        if (live.isEmpty()) {
            return create(type, target);
        }
        if (live.get().path("metadata").has("deletionTimestamp")) {
            return Optional.of(new Proof(Action.CREATE, Reasons.TERMINATING, List.of(), Optional.of(target)));
        }
        Optional<String> leftOut = judgement.leftOut(type, live.get());
        if (leftOut.isPresent()) {
            return Optional.of(Proof.of(Action.SKIP, leftOut.get(), List.of()));
        }
        List<FieldChange> fields = judgement.differences(type, live.get(), target);
        return fields.isEmpty()
                ? Optional.of(Proof.of(Action.UNCHANGED, "", List.of()))
                : change(type, target, live.get(), fields);
    }

    private static boolean isDefinition(ResourceType type) {
        return type.group().equals("apiextensions.k8s.io") && type.kind().equals("CustomResourceDefinition");
    }

    /** As {@link #prove}, of an object that is known not to be there: it is not looked for again. */
    Proof proveMissing(ResourceType type, ResourceId id, ObjectNode wanted) {
        return create(type, wanted.deepCopy()).orElseGet(() -> prove(type, id, wanted));
    }

    /** Empty when it has come into being meanwhile. */
    private Optional<Proof> create(ResourceType type, ObjectNode target) {
        if (!proveCreates) {
            return Optional.of(new Proof(Action.CREATE, "", List.of(), Optional.of(target)));
        }
        return switch (dryRuns.create(type, target)) {
            case WriteResult.Written written ->
                Optional.of(new Proof(Action.CREATE, "", List.of(), Optional.of(target)));
            case WriteResult.Rejected rejected when Reasons.exists(rejected.error()) -> Optional.empty();
            case WriteResult.Rejected rejected
            when Reasons.needsOthersFirst(rejected.error()) ->
                Optional.of(new Proof(Action.CREATE, Reasons.CREATE_UNPROVEN, List.of(), Optional.of(target)));
            case WriteResult.Rejected rejected
            when Retry.unanswered(rejected.error()) ->
                Optional.of(new Proof(
                        Action.CREATE, unanswered(Reasons.CREATE_UNPROVEN, rejected), List.of(), Optional.of(target)));
            case WriteResult.Rejected rejected -> Optional.of(Proof.of(Action.BLOCKED, rejected.why(), List.of()));
        };
    }

    private Optional<Proof> change(ResourceType type, ObjectNode wanted, ObjectNode live, List<FieldChange> fields) {
        ObjectNode target = isDefinition(type) ? StoredVersions.kept(wanted, live) : wanted;
        ObjectNode apply = withPreconditions(target, live);
        WriteResult applied = dryRuns.apply(type, apply);
        if (applied instanceof WriteResult.Written written
                && judgement.differences(type, written.live(), wanted).isEmpty()) {
            return Optional.of(new Proof(Action.APPLY, "", fields, Optional.of(apply)));
        }
        ObjectNode replace = CarryOver.body(type, target, live, judgement.facts());
        judgement.claims().remove(type, live, replace);
        return switch (dryRuns.replace(type, replace)) {
            case WriteResult.Written written ->
                Optional.of(replacement(type, wanted, live, fields, replace, written.live()));
            case WriteResult.Rejected rejected
            when Reasons.moved(rejected.error()) || Reasons.gone(rejected.error()) -> Optional.empty();
            case WriteResult.Rejected rejected
            when Retry.unanswered(rejected.error()) ->
                Optional.of(new Proof(
                        Action.REPLACE, unanswered(Reasons.CHANGE_UNPROVEN, rejected), fields, Optional.of(replace)));
            case WriteResult.Rejected rejected -> Optional.of(refused(type, target, live, fields, rejected));
        };
    }

    private static String unanswered(String unproven, WriteResult.Rejected rejected) {
        return unproven
                + Retry.obstacle(rejected.error()).map(named -> ": " + named).orElse("");
    }

    /** A field that cannot be changed is an end, unless the object may be deleted and made anew. */
    private Proof refused(
            ResourceType type,
            ObjectNode target,
            ObjectNode live,
            List<FieldChange> fields,
            WriteResult.Rejected rejected) {
        String immutable = Immutability.fields(rejected.error());
        if (immutable.isEmpty()) {
            return Proof.of(Action.BLOCKED, rejected.why(), fields);
        }
        return switch (guard.judge(type, live)) {
            case RecreateGuard.Verdict.Refused refused ->
                Proof.of(Action.BLOCKED, "immutable: " + immutable + "; " + refused.why(), fields);
            case RecreateGuard.Verdict.Allowed allowed -> recreation(type, target, live, fields, allowed.danger());
        };
    }

    /**
     * Before an object is deleted its successor is tried out under the same name: the server looks whether the name is
     * taken only after it has found nothing else to refuse.
     */
    private Proof recreation(
            ResourceType type, ObjectNode target, ObjectNode live, List<FieldChange> fields, String danger) {
        if (dryRuns.create(type, target) instanceof WriteResult.Rejected rejected
                && !Reasons.exists(rejected.error())
                && !Reasons.heldByOld(rejected.error())) {
            return Proof.of(Action.BLOCKED, "it could not be made anew: " + rejected.why(), fields);
        }
        return new Proof(Action.RECREATE, danger, fields, Optional.of(withPreconditions(target, live)));
    }

    /** What even a whole update does not change is the server's own: it is listed, and no reason to write for ever. */
    private Proof replacement(
            ResourceType type,
            ObjectNode target,
            ObjectNode live,
            List<FieldChange> fields,
            ObjectNode body,
            ObjectNode afterwards) {
        List<FieldChange> residual = judgement.differences(type, afterwards, target);
        if (residual.isEmpty()) {
            return new Proof(Action.REPLACE, "", fields, Optional.of(body));
        }
        List<String> stays = residual.stream().map(FieldChange::path).toList();
        boolean changesNothing = judgement.differences(type, live, target).stream()
                .map(FieldChange::path)
                .allMatch(stays::contains);
        return changesNothing
                ? Proof.of(Action.UNCHANGED, Reasons.EXPECTED_RESIDUAL, residual)
                : new Proof(Action.REPLACE, Reasons.EXPECTED_RESIDUAL, fields, Optional.of(body));
    }

    private static ObjectNode withPreconditions(ObjectNode target, ObjectNode live) {
        ObjectNode body = target.deepCopy();
        ObjectNode metadata = body.withObject("/metadata");
        metadata.set("uid", live.path("metadata").path("uid"));
        metadata.set("resourceVersion", live.path("metadata").path("resourceVersion"));
        return body;
    }
}
