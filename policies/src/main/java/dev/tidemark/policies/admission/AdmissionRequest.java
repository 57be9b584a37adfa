package dev.tidemark.policies.admission;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A write as the API server tells webhooks of it.
 *
 * @param operation {@code CREATE}, {@code UPDATE} or {@code DELETE}
 * @param group {@code ""} for the core group
 * @param resource the plural name
 * @param namespace the labels of the object's namespace, or its own if it is one; absent for what is in none
 * @param labels the object's own; absent where they are not known
 */
public record AdmissionRequest(
        String operation, String group, String resource, Optional<JsonNode> namespace, Optional<JsonNode> labels) {}
