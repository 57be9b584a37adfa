package dev.tidemark.reconciler.kit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.app.Main;
import dev.tidemark.reconciler.cli.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The program, run in this process as the launcher would run it: whole commands with a repository, a configuration home
 * and environment variables of their own. Streams are no terminals.
 */
public final class Tidemark {

    private final Path repository;
    private final Map<String, String> environment;

    private Tidemark(Path repository, Map<String, String> environment) {
        this.repository = repository;
        this.environment = Map.copyOf(environment);
    }

    /** With {@code folder/repository} (not yet made), keys under {@code folder/config}, and this cluster. */
    static Tidemark in(Path folder, TestCluster cluster) {
        return new Tidemark(
                        folder,
                        Map.of("XDG_CONFIG_HOME", folder.resolve("config").toString()))
                .withRepository(folder.resolve("repository"))
                .against(cluster);
    }

    /** The same keys and cluster with another repository, for example a clone. */
    public Tidemark withRepository(Path other) {
        return new Tidemark(other, variable("TIDEMARK_REPO", other.toString()));
    }

    /** The same repository with another cluster. */
    public Tidemark against(TestCluster cluster) {
        return as(cluster.kubeconfig());
    }

    /** The same repository, with the cluster and the user of another kubeconfig. */
    public Tidemark as(Path kubeconfig) {
        return with("TIDEMARK_KUBECONFIG", kubeconfig.toString());
    }

    /** The same with one more environment variable; an empty value is an unset one. */
    public Tidemark with(String variable, String value) {
        return new Tidemark(repository, variable(variable, value));
    }

    private Map<String, String> variable(String name, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(name, value);
        return more;
    }

    public Path repository() {
        return repository;
    }

    /** The folder of the repository's keys. */
    public Path keys() {
        Path home = Path.of(environment.get("XDG_CONFIG_HOME"), "tidemark");
        try (Stream<Path> folders = Files.list(home)) {
            return folders.findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the repository; returns this. */
    public Tidemark init(String... options) {
        run(Stream.concat(Stream.of("init", repository.toString()), Arrays.stream(options))
                        .toArray(String[]::new))
                .exited(0);
        return this;
    }

    /** The JSON answer of a command that must end with {@code exit}. */
    public JsonNode json(int exit, String... arguments) {
        return run(Stream.concat(Arrays.stream(arguments), Stream.of("-o", "json"))
                        .toArray(String[]::new))
                .exited(exit)
                .json();
    }

    /** Runs a command and answers, however it ends. */
    public Answer run(String... arguments) {
        return feed("", arguments);
    }

    /** Runs a command with {@code input} on standard input and answers, however it ends. */
    public Answer feed(String input, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (PrintStream outStream = new PrintStream(out, false, StandardCharsets.UTF_8);
                PrintStream errStream = new PrintStream(err, true, StandardCharsets.UTF_8)) {
            Terminal terminal = new Terminal(
                    new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), outStream, errStream, "", false);
            int exit = Main.run(terminal, name -> environment.getOrDefault(name, ""), arguments);
            outStream.flush();
            return new Answer(
                    "tidemark " + String.join(" ", arguments),
                    exit,
                    out.toString(StandardCharsets.UTF_8),
                    err.toString(StandardCharsets.UTF_8));
        }
    }
}
