package dev.tidemark.policies.policy;

import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.yaml.SourceLines;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a document, in the order found. */
final class Problems {

    private final List<Found> found = new ArrayList<>();

    private record Found(String code, String path, String message) {}

    void add(String code, String path, String predicate) {
        found.add(new Found(code, path, path + " " + predicate));
    }

    /**
     * Whether {@code check} throws no {@link Failure}; if it does, the failure becomes a problem at {@code path}, its reason
     * the code.
     */
    boolean passes(String path, Runnable check) {
        try {
            check.run();
            return true;
        } catch (Failure failure) {
            found.add(new Found(failure.reason(), path, path + ": " + failure.getMessage()));
            return false;
        }
    }

    int count() {
        return found.size();
    }

    /** The problems, with the lines of {@code document} in which they stand. */
    List<PolicyProblem> in(byte[] document) {
        if (found.isEmpty()) {
            return List.of();
        }
        SourceLines lines = SourceLines.of(document);
        return found.stream()
                .map(problem -> new PolicyProblem(problem.code(), lines.line(problem.path()), problem.message()))
                .toList();
    }
}
