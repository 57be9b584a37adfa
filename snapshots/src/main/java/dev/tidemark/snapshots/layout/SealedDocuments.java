package dev.tidemark.snapshots.layout;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Documents that stand for an object of which values are sealed, marked by the fingerprints beside the ciphertexts: a
 * Secret of which each value is, and any object that is sealed whole.
 */
public final class SealedDocuments {

    /** {@code apiVersion} of an object that is sealed whole; kubectl knows it not. */
    public static final String API_VERSION = "tidemark.dev/v1";
    /** {@code kind} of an object that is sealed whole. */
    public static final String KIND = "SealedManifest";

    private SealedDocuments() {}

    /** Whether {@code tree} stands for an object of which values are sealed. */
    public static boolean isSealed(ObjectNode tree) {
        return SecretDocuments.standsForSecret(tree) || isWhole(tree);
    }

    /** Whether {@code tree} stands for an object that is sealed whole. */
    public static boolean isWhole(ObjectNode tree) {
        return tree.path("kind").asText().equals(KIND)
                && tree.path("apiVersion").asText().equals(API_VERSION)
                && tree.path("metadata").path("annotations").has(SecretDocuments.FINGERPRINTS);
    }

    /** The file in which {@code document} stands for the object that belongs at {@code path}. */
    public static String file(String path, ObjectNode document) {
        return isWhole(document) ? SnapshotLayout.sealed(path) : path;
    }
}
