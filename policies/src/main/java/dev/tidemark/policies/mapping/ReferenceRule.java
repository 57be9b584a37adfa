package dev.tidemark.policies.mapping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.ResourceId;

/** Rewrites one way in which objects name a namespace. */
@FunctionalInterface
interface ReferenceRule {

    /** Changes {@code tree}, an object that is {@code id} in the snapshot. */
    void rewrite(ResourceId id, ObjectNode tree, NamespaceMap map);
}
