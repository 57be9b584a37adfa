package dev.tidemark.snapshots.model;

import org.jspecify.annotations.Nullable;

/**
 * A verb cannot go on: what was tried, why it failed, and what to do. Adapters translate their library's exceptions
 * into this one at their own border; the command line turns it into text, JSON and the exit code.
 */
public final class Failure extends RuntimeException {

    /** What kind of end it is. */
    public enum Outcome {
        /** Wrong usage or configuration: nothing was tried. Exit code 2. */
        USAGE,
        /** A guard said no before the first write; the hint names what would allow it. Exit code 4. */
        REFUSED,
        /** Something broke. Exit code 5. */
        FAILED
    }

    private final Outcome outcome;
    private final String reason;
    private final String tried;
    private final String why;
    private final String hint;

    private Failure(Outcome outcome, String reason, String tried, String why, String hint, @Nullable Throwable cause) {
        super(tried + ": " + why, cause);
        this.outcome = outcome;
        this.reason = reason;
        this.tried = tried;
        this.why = why;
        this.hint = hint;
    }

    /**
     * Wrong usage or configuration.
     *
     * @param reason a stable kebab-case code, e.g. {@code unknown-type}
     * @param tried what was tried, as a phrase: {@code "read the policy backup.yaml"}
     * @param why why it failed
     * @param hint what to do
     */
    public static Failure usage(String reason, String tried, String why, String hint) {
        return new Failure(Outcome.USAGE, reason, tried, why, hint, null);
    }

    /** A guard's no; {@code hint} names the flag or the step that would allow it. */
    public static Failure refused(String reason, String tried, String why, String hint) {
        return new Failure(Outcome.REFUSED, reason, tried, why, hint, null);
    }

    /** Something broke. */
    public static Failure failed(String reason, String tried, String why, String hint) {
        return new Failure(Outcome.FAILED, reason, tried, why, hint, null);
    }

    /** Something broke, with the exception that said so (shown only with {@code -v}). */
    public static Failure failed(String reason, String tried, String why, String hint, Throwable cause) {
        return new Failure(Outcome.FAILED, reason, tried, why, hint, cause);
    }

    public Outcome outcome() {
        return outcome;
    }

    public String reason() {
        return reason;
    }

    public String tried() {
        return tried;
    }

    public String why() {
        return why;
    }

    public String hint() {
        return hint;
    }
}
