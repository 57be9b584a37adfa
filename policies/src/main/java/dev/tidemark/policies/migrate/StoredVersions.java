package dev.tidemark.policies.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;

/**
 * A definition may not lose a version in which objects are still stored; the API server refuses that. Such a version is
 * kept as it is live, but no longer stored in.
 */
public final class StoredVersions {

    private StoredVersions() {}

    /**
     * {@code target}, or where it lacks a stored version, a copy that has it. Neither argument is changed.
     *
     * @param live the definition with its status
     */
    public static ObjectNode kept(ObjectNode target, ObjectNode live) {
        Set<String> missing = new HashSet<>();
        live.path("status").path("storedVersions").forEach(version -> missing.add(version.asText()));
        target.path("spec")
                .path("versions")
                .forEach(version -> missing.remove(version.path("name").asText()));
        if (missing.isEmpty()) {
            return target;
        }
        ObjectNode kept = target.deepCopy();
        ArrayNode versions = kept.withObject("/spec").withArray("versions");
        for (JsonNode version : live.path("spec").path("versions")) {
            if (missing.contains(version.path("name").asText())) {
                ObjectNode copy = version.deepCopy();
                versions.add(copy.put("storage", false));
            }
        }
        return kept;
    }
}
