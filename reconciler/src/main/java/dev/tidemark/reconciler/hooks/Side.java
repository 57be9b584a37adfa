package dev.tidemark.reconciler.hooks;

import java.util.List;

/** Where a repository stands, and so which hooks guard it. */
public enum Side {
    /** Where people commit. */
    CLIENT,
    /** Where they push to. */
    SERVER;

    /** The files that Git runs. */
    List<String> hooks() {
        return switch (this) {
            case CLIENT -> List.of("pre-commit", "commit-msg", "post-checkout");
            case SERVER -> List.of("pre-receive");
        };
    }

    /** The files that these read. */
    List<String> shared() {
        return List.of("tidemark/checks.sh", "tidemark/manifests.awk");
    }
}
