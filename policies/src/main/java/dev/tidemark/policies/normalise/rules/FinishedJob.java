package dev.tidemark.policies.normalise.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** A Job with the condition {@code Complete} or {@code Failed}: its status cannot be restored, so it would start anew. */
final class FinishedJob implements ObjectRule {

    @Override
    public Set<String> types() {
        return Set.of("Job.batch");
    }

    @Override
    public Skip skip() {
        return new Skip("finished-job", "it has run to its end; restored, it would run again");
    }

    @Override
    public boolean leavesOut(ObjectNode live, Surroundings surroundings) {
        for (JsonNode condition : live.path("status").path("conditions")) {
            String type = condition.path("type").asText();
            if ((type.equals("Complete") || type.equals("Failed"))
                    && condition.path("status").asText().equals("True")) {
                return true;
            }
        }
        return false;
    }
}
