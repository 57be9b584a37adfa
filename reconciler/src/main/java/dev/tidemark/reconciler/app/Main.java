package dev.tidemark.reconciler.app;

import dev.tidemark.reconciler.cli.Terminal;
import dev.tidemark.reconciler.cli.Verbs;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The program. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        UnaryOperator<String> environment =
                name -> Optional.ofNullable(System.getenv(name)).orElse("");
        Terminal terminal = Terminal.ofProcess(environment);
        int code = run(terminal, environment, args);
        terminal.out().flush();
        System.exit(code);
    }

    /** Runs one command and answers its exit code; {@code environment} answers empty for an unset variable. */
    public static int run(Terminal terminal, UnaryOperator<String> environment, String... args) {
        return new Verbs(new Wiring(environment), terminal, environment).run(args);
    }
}
