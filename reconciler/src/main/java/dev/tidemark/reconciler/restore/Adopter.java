package dev.tidemark.reconciler.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.reconciler.cluster.ClusterReader;
import dev.tidemark.reconciler.cluster.ClusterWriter;
import dev.tidemark.reconciler.cluster.ClusterWriter.Mode;
import dev.tidemark.reconciler.cluster.WriteResult;
import dev.tidemark.snapshots.model.OwnerReference;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.model.TypeTable;
import java.util.List;
import java.util.Optional;

/**
 * Gives what was made before its owner that owner afterwards: a Secret of a custom resource belongs to an earlier wave, and
 * its reference needs a uid that there is only now.
 */
final class Adopter {

    private static final int TRIES = 5;

    private final ClusterReader reader;
    private final ClusterWriter writer;
    private final Limiter limiter;

    Adopter(ClusterReader reader, ClusterWriter writer, Limiter limiter) {
        this.reader = reader;
        this.writer = writer;
        this.limiter = limiter;
    }

    /** The outcome with what is still true of it: owners that are not there now are not coming. */
    Outcome adopt(Outcome made, ResourceType type, List<OwnerReference> owners, TypeTable types) {
        ResourceId id = made.id();
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Optional<ObjectNode> live = limiter.ask(() -> reader.get(type, id.namespace(), id.name()))
                    .filter(now -> now.path("metadata").path("uid").asText().equals(made.uid()));
            if (live.isEmpty()) {
                return made;
            }
            ObjectNode body = live.get().deepCopy();
            body.withObject("/metadata").remove("ownerReferences");
            List<String> absent = limiter.ask(() -> new Owners(reader, types).set(body, owners));
            if (absent.size() == owners.size()) {
                return made;
            }
            WriteResult result = Repeating.write(() -> limiter.write(() -> writer.replace(type, body, Mode.REAL)));
            if (result instanceof WriteResult.Written) {
                return made.owned(absent);
            }
        }
        return made;
    }
}
