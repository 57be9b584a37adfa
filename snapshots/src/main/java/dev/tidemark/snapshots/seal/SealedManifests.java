package dev.tidemark.snapshots.seal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.layout.SecretDocuments;
import dev.tidemark.snapshots.model.Manifest;
import java.util.List;
import java.util.Optional;

/** Manifests of which some are Secrets, and so stand as sealed documents, seen alike. */
public final class SealedManifests {

    private SealedManifests() {}

    /** The manifest to compare: of a Secret, the Secret with ciphertexts for values. */
    public static Manifest comparable(Manifest manifest) {
        return SecretDocuments.standsForSecret(manifest.tree())
                ? new Manifest(manifest.id(), SealedForm.masked(manifest.tree()))
                : manifest;
    }

    /** The metadata of the object, of which a sealed document keeps labels and annotations in its template. */
    public static JsonNode metadata(Manifest manifest) {
        return SecretDocuments.standsForSecret(manifest.tree())
                ? manifest.tree().path("spec").path("template").path("metadata")
                : manifest.tree().path("metadata");
    }

    /** The labels of the object. */
    public static JsonNode labels(Manifest manifest) {
        return metadata(manifest).path("labels");
    }

    /**
     * The certificate of each item of a sealed document ({@code SHA256:…}), as its fingerprints say; empty where they do
     * not.
     */
    public static List<String> certificates(ObjectNode document) {
        Fingerprints fingerprints = Sealer.fingerprints(document);
        return document.path("spec").path("encryptedData").properties().stream()
                .map(item -> Optional.ofNullable(fingerprints.items().get(item.getKey()))
                        .map(Fingerprints.Item::certificate)
                        .orElse(""))
                .toList();
    }
}
