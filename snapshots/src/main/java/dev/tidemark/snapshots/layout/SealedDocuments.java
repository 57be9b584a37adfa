package dev.tidemark.snapshots.layout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Stream;

/**
 * Documents that stand for an object of which values are sealed: a Secret of which each value is, as a SealedSecret or as a
 * SOPS file, and any object that is sealed whole.
 */
public final class SealedDocuments {

    /** {@code apiVersion} of an object that is sealed whole; kubectl knows it not. */
    public static final String API_VERSION = "tidemark.dev/v1";
    /** {@code kind} of an object that is sealed whole. */
    public static final String KIND = "SealedManifest";

    /** The field of a SOPS file that says how it is encrypted. */
    public static final String SOPS = "sops";

    private static final String SOPS_VALUE = "ENC[";

    private SealedDocuments() {}

    /** Whether {@code tree} stands for an object of which values are sealed. */
    public static boolean isSealed(ObjectNode tree) {
        return SecretDocuments.standsForSecret(tree) || isWhole(tree) || isSops(tree);
    }

    /** Whether {@code tree} stands for an object that is sealed whole. */
    public static boolean isWhole(ObjectNode tree) {
        return tree.path("kind").asText().equals(KIND)
                && tree.path("apiVersion").asText().equals(API_VERSION)
                && tree.path("metadata").path("annotations").has(SecretDocuments.FINGERPRINTS);
    }

    /** Whether {@code tree} is a Secret of which sops, or we in its way, encrypted each value. */
    public static boolean isSops(ObjectNode tree) {
        return tree.path("kind").asText().equals("Secret")
                && tree.path("apiVersion").asText().equals("v1")
                && tree.path(SOPS).path("mac").isTextual()
                && Stream.of("data", "stringData").map(tree::path).allMatch(SealedDocuments::isEncrypted);
    }

    /** As sops has it: an empty text stays as it is. */
    private static boolean isEncrypted(JsonNode values) {
        return values.isMissingNode()
                || (values.isObject()
                        && values.valueStream()
                                .allMatch(value -> value.isTextual()
                                        && (value.textValue().isEmpty()
                                                || value.textValue().startsWith(SOPS_VALUE))));
    }

    /** The file in which {@code document} stands for the object that belongs at {@code path}. */
    public static String file(String path, ObjectNode document) {
        return isWhole(document) || isSops(document) ? SnapshotLayout.sealed(path) : path;
    }
}
