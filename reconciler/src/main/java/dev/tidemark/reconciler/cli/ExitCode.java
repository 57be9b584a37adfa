package dev.tidemark.reconciler.cli;

import dev.tidemark.snapshots.model.Failure;

/** What the shell sees. Where several apply: 5 before 4, 2, 3, 1, 0. */
public final class ExitCode {

    /** Done; nothing differs. */
    public static final int DONE = 0;
    /** Differences were found: an answer, not an error. */
    public static final int DIFFERENT = 1;
    /** Wrong usage or configuration: nothing was tried. */
    public static final int USAGE = 2;
    /** Something named in the output was not captured or restored; the rest was done. */
    public static final int PARTIAL = 3;
    /** A guard said no before the first write. */
    public static final int REFUSED = 4;
    /** Something broke. */
    public static final int FAILED = 5;

    private ExitCode() {}

    static int of(Failure.Outcome outcome) {
        return switch (outcome) {
            case USAGE -> USAGE;
            case REFUSED -> REFUSED;
            case FAILED -> FAILED;
        };
    }
}
