package dev.tidemark.reconciler.cluster;

import dev.tidemark.snapshots.model.Coverage;
import dev.tidemark.snapshots.model.ResourceType;

/**
 * One list to make: the objects of a type, everywhere or in one namespace.
 *
 * @param namespace {@code ""} for all namespaces, or for a cluster-scoped type
 */
public record Listing(ResourceType type, String namespace) {

    /** The scope as coverage names it. */
    public String scope() {
        if (!type.namespaced()) {
            return Coverage.CLUSTER;
        }
        return namespace.isEmpty() ? Coverage.ALL_NAMESPACES : namespace;
    }
}
