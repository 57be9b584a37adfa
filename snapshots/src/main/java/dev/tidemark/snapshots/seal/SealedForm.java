package dev.tidemark.snapshots.seal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.layout.SealedDocuments;
import dev.tidemark.snapshots.sops.SopsFingerprints;

/** What a sealed document looks like, and what it shows of the object that it stands for. */
public final class SealedForm {

    private SealedForm() {}

    /**
     * The Secret with ciphertexts, or the marks of a SOPS file, in place of its values: two of them differ in an item exactly
     * when its value, or the key it is sealed for, has changed. Needs no private key.
     */
    public static ObjectNode masked(ObjectNode document) {
        return SealedDocuments.isSops(document)
                ? maskedSops(document)
                : secret(document, document.path("spec").path("encryptedData"));
    }

    /** A value without a mark has its ciphertext, which is a new one in each document. */
    private static ObjectNode maskedSops(ObjectNode document) {
        ObjectNode masked = document.deepCopy();
        masked.remove(SealedDocuments.SOPS);
        if (masked.path("data") instanceof ObjectNode data) {
            SopsFingerprints.marks(document).properties().stream()
                    .filter(mark -> data.has(mark.getKey()))
                    .forEach(mark -> data.set(mark.getKey(), mark.getValue()));
        }
        return masked;
    }

    /**
     * The SealedSecret of {@code secret} with these items. Labels, annotations and type always stand in the template:
     * {@code kubeseal --merge-into} fails without the maps, and without a type the controller writes at every look.
     *
     * @param annotations of the document itself; the scope's is added
     */
    static ObjectNode document(ObjectNode secret, Place place, ObjectNode annotations, ObjectNode items) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("apiVersion", "bitnami.com/v1alpha1").put("kind", "SealedSecret");
        ObjectNode metadata = document.putObject("metadata");
        metadata.put("name", place.name());
        if (!place.namespace().isEmpty()) {
            metadata.put("namespace", place.namespace());
        }
        if (place.scope() != Scope.STRICT) {
            annotations.put(place.scope().annotation(), "true");
        }
        if (!annotations.isEmpty()) {
            metadata.set("annotations", annotations);
        }
        ObjectNode spec = document.putObject("spec");
        spec.set("encryptedData", items);
        ObjectNode template = spec.putObject("template");
        ObjectNode templateMetadata = template.putObject("metadata");
        templateMetadata.set("labels", mapping(secret.path("metadata").path("labels")));
        templateMetadata.set("annotations", mapping(secret.path("metadata").path("annotations")));
        template.put("type", secret.path("type").asText("Opaque"));
        if (secret.has("immutable")) {
            template.set("immutable", secret.get("immutable"));
        }
        return document;
    }

    /**
     * The document of {@code object} sealed whole with these items. It shows who the object is, and its labels, by which
     * people select.
     *
     * @param annotations of the document itself
     */
    static ObjectNode whole(ObjectNode object, ObjectNode annotations, ObjectNode items) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("apiVersion", SealedDocuments.API_VERSION).put("kind", SealedDocuments.KIND);
        ObjectNode metadata = shownMetadata(object);
        metadata.set("annotations", annotations);
        document.set("metadata", metadata);
        ObjectNode spec = document.putObject("spec");
        spec.set("encryptedData", items);
        spec.putObject("object").setAll(type(object));
        return document;
    }

    private static ObjectNode type(JsonNode object) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("apiVersion", object.path("apiVersion").asText())
                .put("kind", object.path("kind").asText());
    }

    private static ObjectNode shownMetadata(ObjectNode object) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        for (String field : new String[] {"name", "namespace", "labels"}) {
            if (object.path("metadata").has(field)) {
                shown.set(field, object.path("metadata").get(field).deepCopy());
            }
        }
        return shown;
    }

    /** Of an object that is sealed whole, what the document shows of it. */
    static ObjectNode shown(ObjectNode document) {
        ObjectNode shown = type(document.path("spec").path("object"));
        shown.set("metadata", shownMetadata(document));
        return shown;
    }

    /** Whether {@code document} shows of itself what {@code object} is. */
    static boolean shows(ObjectNode document, ObjectNode object) {
        ObjectNode of = type(object);
        of.set("metadata", shownMetadata(object));
        return shown(document).equals(of);
    }

    private static JsonNode mapping(JsonNode node) {
        return node.isObject() ? node : JsonNodeFactory.instance.objectNode();
    }

    /** The Secret of {@code document} with this {@code data}. */
    static ObjectNode secret(ObjectNode document, JsonNode data) {
        ObjectNode secret = JsonNodeFactory.instance.objectNode();
        secret.put("apiVersion", "v1").put("kind", "Secret");
        ObjectNode metadata = secret.putObject("metadata");
        for (String field : new String[] {"name", "namespace"}) {
            if (document.path("metadata").has(field)) {
                metadata.set(field, document.path("metadata").get(field));
            }
        }
        JsonNode template = document.path("spec").path("template");
        for (String field : new String[] {"labels", "annotations"}) {
            JsonNode mapping = template.path("metadata").path(field);
            if (mapping.isObject() && !mapping.isEmpty()) {
                metadata.set(field, mapping.deepCopy());
            }
        }
        secret.put("type", template.path("type").asText("Opaque"));
        if (template.has("immutable")) {
            secret.set("immutable", template.get("immutable"));
        }
        if (data.isObject() && !data.isEmpty()) {
            secret.set("data", data);
        }
        return secret;
    }
}
