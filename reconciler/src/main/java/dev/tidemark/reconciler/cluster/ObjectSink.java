package dev.tidemark.reconciler.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.ResourceType;
import java.util.List;

/** Receives the objects of an export, a few at a time, from several threads at once. */
public interface ObjectSink {

    /** {@code objects} belong to the sink from now on; they carry no managed fields, and no apiVersion and kind. */
    void accept(ResourceType type, List<ObjectNode> objects);
}
