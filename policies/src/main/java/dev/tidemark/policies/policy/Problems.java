package dev.tidemark.policies.policy;

import dev.tidemark.snapshots.model.Failure;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a document, one line each, in the order found. */
final class Problems {

    private final List<String> lines = new ArrayList<>();

    void add(String path, String predicate) {
        lines.add(path + " " + predicate);
    }

    /** Whether {@code check} throws no {@link Failure}; if it does, the failure becomes a problem at {@code path}. */
    boolean passes(String path, Runnable check) {
        try {
            check.run();
            return true;
        } catch (Failure failure) {
            lines.add(path + ": " + failure.getMessage());
            return false;
        }
    }

    int count() {
        return lines.size();
    }

    /**
     * Ends the reading of {@code origin} where there is a problem.
     *
     * @throws Failure usage {@code bad-policy} with all of them
     */
    void raise(String origin) {
        if (!lines.isEmpty()) {
            throw Failure.usage(
                    "bad-policy",
                    "read the policy " + origin,
                    String.join("\n", lines),
                    "Correct " + (lines.size() == 1 ? "it" : "all " + lines.size())
                            + "; nothing was done. policies/library has examples that this version accepts.");
        }
    }
}
