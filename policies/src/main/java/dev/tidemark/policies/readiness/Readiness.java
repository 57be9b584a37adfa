package dev.tidemark.policies.readiness;

/** How ready an object is. */
public sealed interface Readiness {

    /** It does what it is there for, as far as the cluster can tell. */
    record Ready() implements Readiness {}

    /** Its controllers are still at it; {@code why} says what is missing. */
    record NotYet(String why) implements Readiness {}

    /** Its controllers have given up, or say that they cannot; {@code why} has their words. */
    record Failed(String why) implements Readiness {}

    /** Somebody has told its controllers to leave it: there is nothing to wait for. */
    record Suspended() implements Readiness {}
}
