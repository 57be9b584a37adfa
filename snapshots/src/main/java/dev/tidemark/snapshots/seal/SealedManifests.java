package dev.tidemark.snapshots.seal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tidemark.snapshots.diff.Change;
import dev.tidemark.snapshots.diff.Differ;
import dev.tidemark.snapshots.diff.FieldChange;
import dev.tidemark.snapshots.layout.SealedDocuments;
import dev.tidemark.snapshots.layout.SecretDocuments;
import dev.tidemark.snapshots.model.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Manifests of which some stand as sealed documents, seen alike. */
public final class SealedManifests {

    /** In place of an object that is not sealed, where it is compared with its sealed self. */
    private static final String PLAIN = "<plain>";

    private SealedManifests() {}

    /**
     * How {@code to} differs from {@code from}, or empty when they are equal. No value of a Secret is told, and nothing of an
     * object that is sealed whole but its labels.
     */
    public static Optional<Change> modified(Manifest from, Manifest to) {
        boolean wholeBefore = SealedDocuments.isWhole(from.tree());
        boolean wholeAfter = SealedDocuments.isWhole(to.tree());
        if (wholeBefore && wholeAfter) {
            return modifiedWhole(from, to);
        }
        return wholeBefore || wholeAfter
                ? Optional.of(Change.modified(
                        to.id(),
                        List.of(everything(
                                wholeBefore ? FieldChange.SEALED : PLAIN, wholeAfter ? FieldChange.SEALED : PLAIN))))
                : Differ.modified(comparable(from), comparable(to));
    }

    private static Optional<Change> modifiedWhole(Manifest from, Manifest to) {
        List<FieldChange> fields =
                new ArrayList<>(Differ.fields(SealedForm.shown(from.tree()), SealedForm.shown(to.tree())));
        if (!from.tree()
                .path("spec")
                .path("encryptedData")
                .equals(to.tree().path("spec").path("encryptedData"))) {
            fields.add(everything(FieldChange.SEALED, FieldChange.SEALED));
        }
        return fields.isEmpty() ? Optional.empty() : Optional.of(Change.modified(to.id(), fields));
    }

    /** The pointer to the whole document is empty (RFC 6901). */
    private static FieldChange everything(String from, String to) {
        return new FieldChange("", "content", TextNode.valueOf(from), TextNode.valueOf(to));
    }

    /** The manifest to compare: of a Secret, the Secret with ciphertexts for values. */
    private static Manifest comparable(Manifest manifest) {
        return SealedDocuments.isSealed(manifest.tree())
                ? new Manifest(manifest.id(), SealedForm.masked(manifest.tree()))
                : manifest;
    }

    /**
     * The metadata of the object, as far as it is told: a sealed Secret keeps labels and annotations in its template, an
     * object that is sealed whole only shows its labels.
     */
    public static JsonNode metadata(Manifest manifest) {
        return SecretDocuments.standsForSecret(manifest.tree())
                ? manifest.tree().path("spec").path("template").path("metadata")
                : manifest.tree().path("metadata");
    }

    /** {@code apiVersion} of the object. */
    public static String apiVersion(Manifest manifest) {
        if (SecretDocuments.standsForSecret(manifest.tree())) {
            return "v1";
        }
        JsonNode object = SealedDocuments.isWhole(manifest.tree())
                ? manifest.tree().path("spec").path("object")
                : manifest.tree();
        return object.path("apiVersion").asText();
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
