package dev.tidemark.reconciler.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A terminal in memory: what a verb wrote to each stream, and what the person at it types. */
public final class Screen {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Terminal terminal;

    /**
     * @param terminals digits of the streams that are terminals, as for {@link Terminal}
     * @param typed what comes from standard input
     */
    public Screen(String terminals, String typed) {
        this.terminal = new Terminal(
                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                terminals,
                true);
    }

    /** Everything is piped, and nobody types. */
    public static Screen piped() {
        return new Screen("", "");
    }

    public Terminal terminal() {
        return terminal;
    }

    public String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    public String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
