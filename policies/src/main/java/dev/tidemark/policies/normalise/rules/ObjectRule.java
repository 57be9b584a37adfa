package dev.tidemark.policies.normalise.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** Leaves out some objects of some types. */
interface ObjectRule {

    /** The types it judges, as {@link TypeName} writes them. */
    Set<String> types();

    /** Code and phrase of the objects that it leaves out. */
    Skip skip();

    /** Whether {@code live}, of one of the {@link #types}, is left out. */
    boolean leavesOut(ObjectNode live, Surroundings surroundings);
}
