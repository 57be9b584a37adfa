package dev.tidemark.policies.guard;

import dev.tidemark.snapshots.plan.Propagation;

/** What it means to delete an object and make it anew, because a field of it cannot be changed. */
public sealed interface Recreation {

    /**
     * It is done where a person has named its type.
     *
     * @param propagation what becomes of what the object owns
     * @param danger a phrase for a person, shown in the plan
     */
    record IfNamed(Propagation propagation, String danger) implements Recreation {}

    /**
     * Nothing allows it.
     *
     * @param byHand what a person can do instead, as a phrase
     */
    record Never(String byHand) implements Recreation {}
}
