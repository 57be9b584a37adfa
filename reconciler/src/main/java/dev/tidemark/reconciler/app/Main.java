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
        int code = new Verbs(new Wiring(environment), terminal, environment).run(args);
        terminal.out().flush();
        System.exit(code);
    }
}
