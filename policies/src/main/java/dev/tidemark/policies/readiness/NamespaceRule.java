package dev.tidemark.policies.readiness;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Objects can be made in the namespace. */
final class NamespaceRule implements ReadyRule {

    @Override
    public Readiness of(ObjectNode live) {
        String phase = live.path("status").path("phase").asText("");
        return phase.equals("Active") ? new Readiness.Ready() : new Readiness.NotYet("its phase is " + phase);
    }
}
