package dev.tidemark.policies.normalise.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** The Secret that a SealedSecret of the user makes: the SealedSecret is what is declared. */
final class SealedElsewhere implements ObjectRule {

    @Override
    public Set<String> types() {
        return Set.of("Secret");
    }

    @Override
    public Skip skip() {
        return new Skip("sealed-elsewhere", "a SealedSecret of its name makes it, and is exported");
    }

    @Override
    public boolean leavesOut(ObjectNode live, Surroundings surroundings) {
        JsonNode metadata = live.path("metadata");
        return surroundings.sealedSecretNamed(
                metadata.path("namespace").asText(), metadata.path("name").asText());
    }
}
