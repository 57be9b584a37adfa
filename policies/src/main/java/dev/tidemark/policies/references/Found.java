package dev.tidemark.policies.references;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

/** Collects the references of one object. What has no name, or says that it may be absent, is no need. */
final class Found {

    private static final String CLUSTER = "";

    private final String namespace;
    private final SequencedSet<Reference> references = new LinkedHashSet<>();

    /** {@code namespace} = where the object is, and what it names without saying where. */
    Found(String namespace) {
        this.namespace = namespace;
    }

    SequencedSet<Reference> references() {
        return references;
    }

    /** A namesake in the object's own namespace. */
    void beside(String group, String kind, JsonNode name) {
        add(group, kind, namespace, name);
    }

    void cluster(String group, String kind, JsonNode name) {
        add(group, kind, CLUSTER, name);
    }

    void add(String group, String kind, String in, JsonNode name) {
        if (!name.asText("").isEmpty()) {
            references.add(new Reference(group, kind, in, name.asText()));
        }
    }

    /** A ConfigMap or Secret that {@code holder} names in {@code field}, unless it is optional. */
    void needed(String kind, JsonNode holder, String field) {
        if (!holder.path("optional").asBoolean()) {
            beside("", kind, holder.path(field));
        }
    }

    /** A ConfigMap or Secret that {@code holder} calls {@code name}, unless it is optional. */
    void needed(String kind, JsonNode holder) {
        needed(kind, holder, "name");
    }
}
