package dev.tidemark.reconciler.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The scripts of {@code deploy/local}, and what {@code make build} makes. */
public final class Deploy {

    private static final Path ROOT = root();

    private Deploy() {}

    /** The root of the source tree: {@code -Dtidemark.root}, else the nearest folder above that looks like it. */
    private static Path root() {
        String named = System.getProperty("tidemark.root");
        Path folder = Path.of(named == null ? "" : named).toAbsolutePath().normalize();
        while (!Files.exists(folder.resolve("deploy/local/up"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    /** A file of {@code deploy/local}. */
    public static Path file(String name) {
        return ROOT.resolve("deploy/local").resolve(name);
    }

    /** The folder of the distribution; without one the test cannot run. */
    public static Path distribution() {
        Path distribution = ROOT.resolve("reconciler/target/tidemark");
        if (!Files.exists(distribution.resolve("lib/tidemark.aot.release"))) {
            throw Program.absent("there is no distribution in " + distribution + ": make build makes it");
        }
        return distribution;
    }

    /** Runs a script whose progress a person should see, and answers the last line that it printed. */
    static String shown(String script, String... arguments) {
        List<String> command = new ArrayList<>(List.of(file(script).toString()));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + " failed; standard error says why");
            }
            return out.substring(out.lastIndexOf('\n') + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A program that {@code deploy/local/build} makes. */
    public static Program built(String part, String program) {
        return Program.at(Path.of(shown("build", part), "bin", program));
    }
}
