package dev.tidemark.reconciler.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.Failure;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The one place that turns a failure into text, JSON and the exit code: what was tried, why it failed, what to do. No
 * stack trace unless asked for.
 */
final class ErrorPrinter {

    private static final List<String> VERBOSE = List.of("-v", "--verbose");

    private final Terminal terminal;
    private final Answers answers;
    private final UnaryOperator<String> environment;

    ErrorPrinter(Terminal terminal, Answers answers, UnaryOperator<String> environment) {
        this.terminal = terminal;
        this.answers = answers;
        this.environment = environment;
    }

    /** Prints {@code problem} and returns the exit code. {@code args} are the process's, parsed or not. */
    int print(Throwable problem, String... args) {
        Failure failure = asFailure(problem);
        String word = failure.outcome() == Failure.Outcome.REFUSED ? "refused" : "error";
        terminal.err().println(word + ": " + failure.tried() + ": " + failure.why());
        if (!failure.hint().isEmpty()) {
            terminal.err().println("hint: " + failure.hint());
        }
        if (Arrays.stream(args).anyMatch(VERBOSE::contains)) {
            problem.printStackTrace(terminal.err());
        }
        OutputFormat format = requestedFormat(args);
        if (format != OutputFormat.text) {
            answers.print(json(failure), format);
        }
        return ExitCode.of(failure.outcome());
    }

    private static Failure asFailure(Throwable problem) {
        if (problem instanceof Failure failure) {
            return failure;
        }
        if (problem instanceof OutOfMemoryError) {
            return Failure.failed(
                    "out-of-memory",
                    "carry out the command",
                    "the Java heap is full",
                    "raise it with TIDEMARK_JAVA_OPTIONS=-Xmx1g");
        }
        return Failure.failed(
                "internal",
                "carry out the command",
                problem.getClass().getSimpleName() + (problem.getMessage() == null ? "" : ": " + problem.getMessage()),
                "this is a defect of Tidemark; run again with -v and report what it prints",
                problem);
    }

    private static ObjectNode json(Failure failure) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.putObject("error")
                .put("reason", failure.reason())
                .put("tried", failure.tried())
                .put("why", failure.why())
                .put("hint", failure.hint());
        return document;
    }

    /** The format that the arguments or the environment ask for, even when they could not be parsed as a whole. */
    private OutputFormat requestedFormat(String... args) {
        for (int i = 0; i < args.length; i++) {
            String value =
                    switch (args[i]) {
                        case "-o", "--output" -> i + 1 < args.length ? args[i + 1] : "";
                        default -> args[i].replaceFirst("^(-o=?|--output=)", "");
                    };
            Optional<OutputFormat> named = args[i].startsWith("-") ? format(value) : Optional.empty();
            if (named.isPresent()) {
                return named.get();
            }
        }
        return format(environment.apply("TIDEMARK_OUTPUT")).orElse(OutputFormat.text);
    }

    private static Optional<OutputFormat> format(String word) {
        return Arrays.stream(OutputFormat.values())
                .filter(f -> f.name().equals(word))
                .findFirst();
    }
}
