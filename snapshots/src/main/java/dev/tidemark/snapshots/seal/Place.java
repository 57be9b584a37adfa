package dev.tidemark.snapshots.seal;

import com.fasterxml.jackson.databind.JsonNode;

/** Where the items of one Secret may be opened. */
record Place(String namespace, String name, Scope scope) {

    /** The place that an object's own metadata names. */
    static Place of(JsonNode metadata) {
        return new Place(
                metadata.path("namespace").asText(),
                metadata.path("name").asText(),
                Scope.of(metadata.path("annotations")));
    }

    /** What binds a ciphertext to it: the label of RSA-OAEP. */
    byte[] label() {
        return scope.label(namespace, name);
    }
}
