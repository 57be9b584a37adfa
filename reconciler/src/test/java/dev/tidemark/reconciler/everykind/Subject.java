package dev.tidemark.reconciler.everykind;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An object by its kind, which no two types share here, and its place.
 *
 * @param namespace {@code -} for an object of the cluster
 */
public record Subject(String kind, String namespace, String name) {

    private static final String NOWHERE = "-";

    /** {@code Kind/namespace/name}. */
    public static Subject of(String written) {
        String[] parts = written.split("/", 3);
        return new Subject(parts[0], parts[1], parts[2]);
    }

    public static Subject of(JsonNode manifest) {
        JsonNode metadata = manifest.path("metadata");
        return new Subject(
                manifest.path("kind").asText(),
                metadata.path("namespace").asText(NOWHERE),
                metadata.path("name").asText());
    }

    public boolean namespaced() {
        return !namespace.equals(NOWHERE);
    }

    public Subject named(String other) {
        return new Subject(kind, namespace, other);
    }

    @Override
    public String toString() {
        return kind + "/" + namespace + "/" + name;
    }
}
