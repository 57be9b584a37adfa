package dev.tidemark.policies.normalise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.layout.SecretDocuments;
import dev.tidemark.snapshots.model.OwnerReference;
import dev.tidemark.snapshots.model.ResourceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads {@code metadata.ownerReferences}. */
final class Owners {

    private static final Comparator<OwnerReference> ORDER = Comparator.comparing(OwnerReference::group)
            .thenComparing(OwnerReference::kind)
            .thenComparing(OwnerReference::name)
            .thenComparing(OwnerReference::apiVersion)
            .thenComparing(OwnerReference::controller)
            .thenComparing(OwnerReference::blockOwnerDeletion);

    private Owners() {}

    /**
     * The reference with {@code controller: true}, of which the API server allows one. It does not count for a Secret
     * that its owner cannot make again as it is: an unsealed SealedSecret of ours, and the key of a certificate.
     */
    static Optional<JsonNode> controller(ResourceId id, ObjectNode live) {
        for (JsonNode reference : references(live)) {
            if (reference.path("controller").asBoolean() && !cannotMakeAgain(reference, id, live)) {
                return Optional.of(reference);
            }
        }
        return Optional.empty();
    }

    private static boolean cannotMakeAgain(JsonNode owner, ResourceId id, ObjectNode live) {
        return SecretDocuments.isSecret(id) && (isSealedSecret(owner) || (isCertificate(owner) && issued(live)));
    }

    private static boolean isCertificate(JsonNode reference) {
        return reference.path("kind").asText().equals("Certificate")
                && group(reference.path("apiVersion").asText()).equals("cert-manager.io");
    }

    /** Not the key of an issuance under way. */
    private static boolean issued(ObjectNode live) {
        return live.path("metadata").path("annotations").has("cert-manager.io/certificate-name");
    }

    /** All references in an order of their own, except those to a SealedSecret. */
    static List<OwnerReference> sorted(ObjectNode live) {
        JsonNode references = references(live);
        if (references.isEmpty()) {
            return List.of();
        }
        List<OwnerReference> owners = new ArrayList<>(references.size());
        for (JsonNode reference : references) {
            if (!isSealedSecret(reference)) {
                owners.add(of(reference));
            }
        }
        owners.sort(ORDER);
        return owners;
    }

    static OwnerReference of(JsonNode reference) {
        return new OwnerReference(
                reference.path("apiVersion").asText(),
                reference.path("kind").asText(),
                reference.path("name").asText(),
                reference.path("controller").asBoolean(),
                reference.path("blockOwnerDeletion").asBoolean());
    }

    static boolean isSealedSecret(JsonNode reference) {
        return reference.path("kind").asText().equals("SealedSecret")
                && group(reference.path("apiVersion").asText()).equals("bitnami.com");
    }

    /** The group of {@code group/version}, {@code ""} for a bare version. */
    static String group(String apiVersion) {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    private static JsonNode references(ObjectNode live) {
        return live.path("metadata").path("ownerReferences");
    }
}
