package dev.tidemark.reconciler.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.normalise.CarryOver;
import dev.tidemark.reconciler.cluster.ApiError;
import dev.tidemark.reconciler.cluster.ClusterReader;
import dev.tidemark.reconciler.cluster.ClusterWriter;
import dev.tidemark.reconciler.cluster.ClusterWriter.Mode;
import dev.tidemark.reconciler.cluster.WriteResult;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.plan.Propagation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes webhooks that nobody answers out of the way, and puts them back: at the end, or when the program is told to stop.
 * After a kill the next restore, or an undo, finds them missing and makes them.
 */
final class Disarmer {

    private final ClusterReader reader;
    private final ClusterWriter writer;
    private final Removal removal;
    private final Judgement judgement;
    private final Map<ResourceId, Disarmed> disarmed = new LinkedHashMap<>();
    private Optional<Thread> onShutdown = Optional.empty();
    private boolean stopping;

    Disarmer(ClusterReader reader, ClusterWriter writer, Removal removal, Judgement judgement) {
        this.reader = reader;
        this.writer = writer;
        this.removal = removal;
        this.judgement = judgement;
    }

    /** What is to be made anew, with what the cluster alone knew of the old one. */
    private record Disarmed(ResourceType type, ObjectNode body) {}

    /**
     * Deletes the very object {@code uid}, after it has been noted down.
     *
     * @param target what it shall be afterwards
     * @return for the time being
     */
    synchronized Outcome disarm(ResourceType type, ResourceId id, ObjectNode target, String uid) {
        if (stopping) {
            return new Outcome(id, Outcome.Kind.BLOCKED, "the restore was told to stop");
        }
        Optional<ObjectNode> live = reader.get(type, id.namespace(), id.name());
        if (live.isPresent()) {
            ObjectNode body = CarryOver.body(type, target, live.get(), judgement.facts());
            body.withObject("/metadata").remove(List.of("uid", "resourceVersion"));
            note(id, new Disarmed(type, body));
        }
        return switch (removal.remove(type, id, uid, Propagation.BACKGROUND)) {
            case Removal.Ended.Gone gone -> new Outcome(id, Outcome.Kind.DELETED, Reasons.DISARMED);
            case Removal.Ended.Moved moved -> stays(new Outcome(id, Outcome.Kind.BLOCKED, Reasons.CHANGED_SINCE_PLAN));
            case Removal.Ended.Held held ->
                new Outcome(id, Outcome.Kind.BLOCKED, Reasons.BLOCKED_BY_FINALIZER + ": " + held.finalizers());
            case Removal.Ended.Refused refused -> stays(new Outcome(id, Outcome.Kind.FAILED, refused.why()));
        };
    }

    private void note(ResourceId id, Disarmed webhooks) {
        disarmed.put(id, webhooks);
        if (onShutdown.isEmpty()) {
            onShutdown = Optional.of(Thread.ofPlatform().unstarted(this::stop));
            Runtime.getRuntime().addShutdownHook(onShutdown.get());
        }
    }

    private Outcome stays(Outcome outcome) {
        disarmed.remove(outcome.id());
        return outcome;
    }

    /** Puts back whatever is still disarmed. */
    synchronized List<Outcome> arm() {
        List<Outcome> armed = new ArrayList<>();
        disarmed.forEach((id, webhooks) -> armed.add(arm(id, webhooks)));
        disarmed.clear();
        return armed;
    }

    /** The restore itself goes on until the program ends: it disarms nothing more. */
    private synchronized void stop() {
        stopping = true;
        arm();
    }

    /** To be called when nothing is disarmed any more. */
    synchronized void done() {
        if (!stopping) {
            onShutdown.ifPresent(Disarmer::forget);
            onShutdown = Optional.empty();
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The program is ending already; the hook finds nothing to do.
        }
    }

    /** Where something else has put it back already, that stays. */
    private Outcome arm(ResourceId id, Disarmed webhooks) {
        try {
            return switch (Repeating.write(() -> writer.create(webhooks.type(), webhooks.body(), Mode.REAL))) {
                case WriteResult.Written written ->
                    new Outcome(
                            id,
                            Outcome.Kind.RECREATED,
                            "",
                            written.live().path("metadata").path("uid").asText());
                case WriteResult.Rejected rejected
                when Reasons.exists(rejected.error()) ->
                    new Outcome(id, Outcome.Kind.RECREATED, "something else has made it anew meanwhile");
                case WriteResult.Rejected rejected -> lost(id, rejected.why());
            };
        } catch (ApiError e) {
            return lost(id, e.message());
        }
    }

    private static Outcome lost(ResourceId id, String why) {
        return new Outcome(
                id, Outcome.Kind.FAILED, "it was disarmed and could not be put back (" + why + "); restore it again");
    }
}
