package dev.tidemark.policies.readiness;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Reads how many replicas are wanted, and how many there are. */
final class Replicas {

    private Replicas() {}

    /** The server fills in 1 where nothing is said. */
    static int wanted(ObjectNode live) {
        return live.path("spec").path("replicas").asInt(1);
    }

    /** A count in the status; what is left out there is 0. */
    static int count(ObjectNode live, String field) {
        return live.path("status").path(field).asInt(0);
    }

    static Readiness of(int have, int wanted, String what) {
        return new Readiness.NotYet(have + " of " + wanted + " " + what);
    }
}
