package dev.tidemark.snapshots.seal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A sealed document seen as the Secret that it stands for. */
public final class SealedForm {

    private SealedForm() {}

    /**
     * The Secret with ciphertexts in place of its values: two of them differ in an item exactly when its value, or the
     * key it is sealed for, has changed. Needs no private key.
     */
    public static ObjectNode masked(ObjectNode document) {
        return secret(document, document.path("spec").path("encryptedData"));
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
