package dev.tidemark.policies.normalise.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * The token Secrets that Kubernetes before 1.24 made for each ServiceAccount: named {@code <account>-token-} and five
 * characters of the alphabet that the API server generates names from. Those that a person made are kept.
 */
final class AutomaticToken implements ObjectRule {

    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
    private static final int GENERATED = 5;

    @Override
    public Set<String> types() {
        return Set.of("Secret");
    }

    @Override
    public Skip skip() {
        return new Skip("automatic-token", "the token controller made it for its ServiceAccount");
    }

    @Override
    public boolean leavesOut(ObjectNode live, Surroundings surroundings) {
        if (!live.path("type").asText().equals("kubernetes.io/service-account-token")) {
            return false;
        }
        JsonNode metadata = live.path("metadata");
        String account = metadata.path("annotations")
                .path("kubernetes.io/service-account.name")
                .asText();
        String name = metadata.path("name").asText();
        String prefix = account + "-token-";
        return name.startsWith(prefix) && generated(name.substring(prefix.length()));
    }

    private static boolean generated(String ending) {
        return ending.length() == GENERATED && ending.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0);
    }
}
