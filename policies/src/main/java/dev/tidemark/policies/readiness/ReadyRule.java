package dev.tidemark.policies.readiness;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Judges the live objects of one kind. */
interface ReadyRule {

    Readiness of(ObjectNode live);
}
