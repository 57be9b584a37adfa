package dev.tidemark.reconciler.restore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.reconciler.cluster.ClusterReader;
import dev.tidemark.reconciler.cluster.ClusterWriter;
import dev.tidemark.reconciler.cluster.WriteResult;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.plan.Propagation;
import java.util.Optional;
import java.util.stream.Collectors;

/** Deletes one very object and waits until it is gone; finalizers are waited for, never taken away. */
final class Removal {

    private final ClusterReader reader;
    private final ClusterWriter writer;
    private final Awaiting awaiting;
    private final Limiter limiter;

    Removal(ClusterReader reader, ClusterWriter writer, Awaiting awaiting, Limiter limiter) {
        this.reader = reader;
        this.writer = writer;
        this.awaiting = awaiting;
        this.limiter = limiter;
    }

    /** How a removal ended. */
    sealed interface Ended {

        /** The object is gone, or another one has its name. */
        record Gone() implements Ended {}

        /** Another object had the name already; it was not touched. */
        record Moved() implements Ended {}

        /** It is being deleted, and still there; {@code finalizers} = what it waits for. */
        record Held(String finalizers) implements Ended {}

        /** The server refuses to delete it. */
        record Refused(String why) implements Ended {}
    }

    Ended remove(ResourceType type, ResourceId id, String uid, Propagation propagation) {
        return switch (Repeating.write(() -> limiter.write(() -> writer.delete(type, id, uid, propagation)))) {
            case WriteResult.Written written -> awaited(type, id, uid);
            case WriteResult.Rejected rejected when rejected.error().code() == 404 -> new Ended.Gone();
            case WriteResult.Rejected rejected when rejected.error().code() == 409 -> new Ended.Moved();
            case WriteResult.Rejected rejected -> new Ended.Refused(rejected.why());
        };
    }

    private Ended awaited(ResourceType type, ResourceId id, String uid) {
        return awaiting.until(() -> living(type, id, uid).isEmpty())
                ? new Ended.Gone()
                : new Ended.Held(living(type, id, uid).map(Removal::finalizers).orElse(""));
    }

    private Optional<ObjectNode> living(ResourceType type, ResourceId id, String uid) {
        return limiter.ask(() -> reader.get(type, id.namespace(), id.name()))
                .filter(live -> live.path("metadata").path("uid").asText().equals(uid));
    }

    private static String finalizers(ObjectNode live) {
        return live.path("metadata")
                .path("finalizers")
                .valueStream()
                .map(JsonNode::asText)
                .collect(Collectors.joining(", "));
    }
}
