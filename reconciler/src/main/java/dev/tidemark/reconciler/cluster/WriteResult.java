package dev.tidemark.reconciler.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** How one write, or its dry run, ended. */
public sealed interface WriteResult {

    /** Done; the object as the server has it now, without managed fields. */
    record Written(ObjectNode live) implements WriteResult {

        /** The object may be a Secret. */
        @Override
        public String toString() {
            return "Written";
        }
    }

    /**
     * The server refused.
     *
     * @param error its answer
     * @param why what a person may see of it: the values of a Secret are not in it
     */
    record Rejected(ApiError error, String why) implements WriteResult {}
}
