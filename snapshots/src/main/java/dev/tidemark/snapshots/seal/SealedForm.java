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

    /** The Secret of {@code document} with this {@code data}. */
    static ObjectNode secret(ObjectNode document, JsonNode data) {
        ObjectNode secret = JsonNodeFactory.instance.objectNode();
        secret.put("apiVersion", "v1").put("kind", "Secret");
        ObjectNode metadata = secret.putObject("metadata");
        metadata.set("name", document.path("metadata").path("name"));
        metadata.set("namespace", document.path("metadata").path("namespace"));
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
