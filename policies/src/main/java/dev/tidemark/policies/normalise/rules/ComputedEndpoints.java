package dev.tidemark.policies.normalise.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** The Endpoints of a Service with a selector: servers before 1.33 do not label them. */
final class ComputedEndpoints implements ObjectRule {

    @Override
    public Set<String> types() {
        return Set.of("Endpoints");
    }

    @Override
    public Skip skip() {
        return new Skip("controller-endpoints", "the Service of its name has a selector, so a controller writes it");
    }

    @Override
    public boolean leavesOut(ObjectNode live, Surroundings surroundings) {
        JsonNode metadata = live.path("metadata");
        return surroundings.serviceWithSelector(
                metadata.path("namespace").asText(), metadata.path("name").asText());
    }
}
