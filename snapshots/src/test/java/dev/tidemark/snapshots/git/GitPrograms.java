package dev.tidemark.snapshots.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs git and ssh-keygen, the other side of what this package writes. */
public final class GitPrograms {

    private GitPrograms() {}

    public record Output(int exit, String text) {}

    /** Runs {@code command} with no configuration but the repository's own; its two outputs are one text. */
    public static Output run(Path directory, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Output(process.waitFor(), text);
    }

    /** The output of {@code git arguments}, which must succeed. */
    public static String git(Path directory, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Output output = run(directory, command.toArray(String[]::new));
        if (output.exit() != 0) {
            throw new AssertionError(command + " failed: " + output.text());
        }
        return output.text().strip();
    }
}
