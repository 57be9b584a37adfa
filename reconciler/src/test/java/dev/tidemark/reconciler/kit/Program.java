package dev.tidemark.reconciler.kit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A program of somebody else's, run as a process of its own. */
public final class Program {

    private final List<String> command;
    private final Map<String, String> environment;

    private Program(List<String> command, Map<String, String> environment) {
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
    }

    /** The program in {@code file}. */
    public static Program at(Path file) {
        return new Program(List.of(file.toString()), Map.of());
    }

    /** The program of this name on the PATH. Its absence is a failure in CI, and elsewhere a skip that says so. */
    public static Program onPath(String name) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Program::at)
                .orElseThrow(() -> absent("there is no " + name + " on the PATH"));
    }

    /** Whether a test that lacks something on this machine fails, where it otherwise is skipped. */
    static boolean absenceFails() {
        return "true".equals(System.getenv("CI"));
    }

    /** Ends the test for want of something on this machine: a failure where {@code CI=true}, else a skip. Never returns. */
    public static RuntimeException absent(String why) {
        if (absenceFails()) {
            throw new AssertionError(why);
        }
        return Assumptions.abort(why);
    }

    /** The same program, always started with these arguments first. */
    public Program with(String... arguments) {
        return new Program(words(arguments), environment);
    }

    /** The same program with one more environment variable. */
    public Program withVariable(String name, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(name, value);
        return new Program(command, more);
    }

    /** Runs it in this folder and answers, however it ends. */
    public Answer runIn(Path folder, String... arguments) {
        return start(folder, "", arguments);
    }

    /** Runs it and answers, however it ends. */
    public Answer run(String... arguments) {
        return start(Path.of(""), "", arguments);
    }

    /** Runs it with {@code input} on standard input and answers, however it ends. */
    public Answer feed(String input, String... arguments) {
        return start(Path.of(""), input, arguments);
    }

    /** Starts it and leaves it to the test to read its standard output and to end it; standard error is not kept. */
    public Process begin(String... arguments) {
        try {
            return builder(words(arguments))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> words(String... arguments) {
        return Stream.concat(command.stream(), Stream.of(arguments)).toList();
    }

    private ProcessBuilder builder(List<String> words) {
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().putAll(environment);
        return builder;
    }

    private Answer start(Path folder, String input, String... arguments) {
        List<String> words = words(arguments);
        ProcessBuilder builder =
                builder(words).directory(folder.toAbsolutePath().toFile());
        try {
            return answer(String.join(" ", words), builder.start(), input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Standard error is read beside standard output: a full pipe would stop the program. */
    private static Answer answer(String command, Process process, String input)
            throws IOException, InterruptedException {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Thread errors = Thread.ofVirtual().start(() -> {
            try (var stream = process.getErrorStream()) {
                stream.transferTo(err);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        Thread.ofVirtual().start(() -> {
            try (var stream = process.getOutputStream()) {
                stream.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // The program has ended without reading all of it; its exit code says whether that is an error.
            }
        });
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        errors.join();
        return new Answer(command, process.waitFor(), out, err.toString(StandardCharsets.UTF_8));
    }
}
