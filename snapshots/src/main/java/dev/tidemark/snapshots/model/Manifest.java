package dev.tidemark.snapshots.model;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One Kubernetes object as a normalised JSON tree.
 *
 * @param id who it is
 * @param tree what it says; owned by this manifest, never shared or changed by a reader
 */
public record Manifest(ResourceId id, ObjectNode tree) {

    /** {@code apiVersion} of the tree. */
    public String apiVersion() {
        return tree.path("apiVersion").asText();
    }

    /** The identity alone: the tree of a Secret must not reach a log. */
    @Override
    public String toString() {
        return id.toString();
    }
}
