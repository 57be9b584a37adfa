package dev.tidemark.reconciler.cli;

import dev.tidemark.snapshots.model.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * The standard streams, and which of them is a terminal: colour, progress and questions are for terminals alone. The
 * answer goes to {@link #out()}, everything else to {@link #err()}.
 */
public final class Terminal {

    private static final int LONGEST_ANSWER = 64;

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final String terminals;
    private final boolean colour;

    /** {@code terminals} holds the digits of the streams that are terminals: 0 input, 1 output, 2 error. */
    public Terminal(InputStream in, PrintStream out, PrintStream err, String terminals, boolean colour) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.terminals = terminals;
        this.colour = colour;
    }

    /** The process's own streams; the launcher says which are terminals, since Java cannot tell them apart. */
    public static Terminal ofProcess(UnaryOperator<String> environment) {
        return new Terminal(
                System.in,
                new PrintStream(
                        new java.io.FileOutputStream(java.io.FileDescriptor.out), false, StandardCharsets.UTF_8),
                new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.err), true, StandardCharsets.UTF_8),
                System.getProperty("tidemark.terminals", ""),
                environment.apply("NO_COLOR").isEmpty()
                        && !environment.apply("TERM").equals("dumb"));
    }

    public PrintStream out() {
        return out;
    }

    public PrintStream err() {
        return err;
    }

    /**
     * All of standard input.
     *
     * @throws Failure usage, when it is a terminal: nobody types manifests
     */
    byte[] input() {
        if (terminals.contains("0")) {
            throw Failure.usage(
                    "no-input", "read standard input", "it is a terminal", "name a file with -f, or pipe one in");
        }
        try {
            return in.readAllBytes();
        } catch (IOException e) {
            throw Failure.failed(
                    "input", "read standard input", String.valueOf(e.getMessage()), "check what writes to it", e);
        }
    }

    /** Whether a person can be asked: input and error are terminals. */
    public boolean interactive() {
        return terminals.contains("0") && terminals.contains("2");
    }

    /** Asks {@code question}, which ends in {@code [y/N]}; whatever is not a yes is a no. */
    boolean confirms(String question) {
        err.print(question + " ");
        err.flush();
        try {
            byte[] line = new byte[LONGEST_ANSWER];
            int length = in.read(line);
            return length > 0
                    && new String(line, 0, length, StandardCharsets.UTF_8)
                            .strip()
                            .toLowerCase(Locale.ROOT)
                            .matches("y|yes");
        } catch (IOException e) {
            return false;
        }
    }

    public boolean outIsTerminal() {
        return terminals.contains("1");
    }

    public boolean errIsTerminal() {
        return terminals.contains("2");
    }

    /** {@code text} in this style where the output is a terminal that shows colour. */
    public String styled(Style style, String text) {
        return colour && outIsTerminal() ? style.start + text + Style.END : text;
    }

    /** The few styles there are. */
    public enum Style {
        GOOD("\u001b[32m"),
        CHANGED("\u001b[33m"),
        BAD("\u001b[31m"),
        FAINT("\u001b[2m"),
        STRONG("\u001b[1m");

        private static final String END = "\u001b[0m";
        private final String start;

        Style(String start) {
            this.start = start;
        }
    }
}
