package dev.tidemark.snapshots.layout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.ResourceId;

/** How a Secret of the cluster is told from a SealedSecret of the cluster: both stand as SealedSecret documents. */
public final class SecretDocuments {

    /** The annotation on the documents that Tidemark sealed; its value holds the keyed fingerprints. */
    public static final String FINGERPRINTS = "tidemark.dev/fingerprints";

    public static final String SEALED_SECRETS_GROUP = "bitnami.com";

    private SecretDocuments() {}

    /** The identity of the Secret {@code namespace/name}. */
    public static ResourceId secret(String namespace, String name) {
        return new ResourceId("", "Secret", "secrets", namespace, name);
    }

    public static boolean isSecret(ResourceId id) {
        return id.group().isEmpty() && id.kind().equals("Secret");
    }

    /** Whether {@code tree} is a SealedSecret that stands for a Secret. */
    public static boolean standsForSecret(ObjectNode tree) {
        return tree.path("kind").asText().equals("SealedSecret")
                && tree.path("apiVersion").asText().startsWith(SEALED_SECRETS_GROUP + "/")
                && tree.path("metadata").path("annotations").has(FINGERPRINTS);
    }
}
