package dev.tidemark.reconciler.cli;

import dev.tidemark.snapshots.model.Failure;
import java.util.Optional;
import java.util.Set;

/** The verbs that are named in the documents but belong to later work: refused by name, never half done. */
final class LaterVerbs {

    private static final Set<String> VERBS = Set.of("status", "artifact", "retention", "run", "recover", "rehearse");

    private LaterVerbs() {}

    /** The refusal, where the first argument is a verb of later work. */
    static Optional<Failure> in(String... args) {
        if (args.length > 0 && VERBS.contains(args[0])) {
            return Optional.of(refused("the verb " + args[0]));
        }
        return Optional.empty();
    }

    private static Failure refused(String what) {
        return Failure.usage(
                "not-in-this-version",
                "read the command line",
                what + " is not part of this version",
                "tidemark --help lists what is");
    }
}
