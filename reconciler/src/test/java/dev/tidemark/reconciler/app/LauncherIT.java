package dev.tidemark.reconciler.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.reconciler.kit.Answer;
import dev.tidemark.reconciler.kit.Deploy;
import dev.tidemark.reconciler.kit.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution as a person installs it: unpacked somewhere, linked to from the PATH. */
class LauncherIT {

    @TempDir
    private Path folder;

    private Path installed;

    @BeforeEach
    void install() {
        installed = folder.resolve("with blanks").resolve("tidemark");
        copy(Deploy.distribution(), installed);
    }

    private Program launcher() {
        return Program.at(installed.resolve("bin/tidemark")).withVariable("JAVA_HOME", System.getProperty("java.home"));
    }

    private static void assertVersion(Answer answer) {
        assertThat(answer.exited(0).out()).matches("tidemark [0-9]+\\.[0-9]+\\.[0-9]+\\S*\\n");
        assertThat(answer.err()).isEmpty();
    }

    @Test
    void it_runs_from_a_folder_with_blanks_in_its_name() {
        assertVersion(launcher().run("--version"));
    }

    @Test
    void it_runs_through_links_from_any_folder() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path link = Files.createSymbolicLink(bin.resolve("tidemark"), Path.of("../with blanks/tidemark/bin/tidemark"));
        Path plugin = Files.createSymbolicLink(bin.resolve("kubectl-tidemark"), link.getFileName());
        Program linked = Program.at(plugin).withVariable("JAVA_HOME", System.getProperty("java.home"));
        assertVersion(linked.runIn(Files.createDirectories(folder.resolve("elsewhere")), "--version"));
    }

    @Test
    void an_older_java_is_passed_over() throws IOException {
        Path old = Files.createDirectories(folder.resolve("jdk-17"));
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
        Path java = Files.createDirectories(old.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho started the old Java\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Path path = Path.of(System.getProperty("java.home"), "bin");
        assertVersion(launcher()
                .withVariable("JAVA_HOME", old.toString())
                .withVariable("PATH", path + ":" + System.getenv("PATH"))
                .run("--version"));
    }

    @Test
    void classes_come_from_the_ahead_of_time_cache() {
        String loaded = launcher()
                .withVariable("TIDEMARK_JAVA_OPTIONS", "-Xlog:class+load:stdout")
                .run("--version")
                .exited(0)
                .out();
        assertThat(loaded.lines().filter(line -> line.contains(" dev.tidemark.") || line.contains(" picocli.")))
                .isNotEmpty()
                .allMatch(line -> line.contains("shared objects file") || line.contains("Lambda"));
    }

    @Test
    void a_damaged_cache_costs_time_but_no_answer() throws IOException {
        Files.write(installed.resolve("lib/tidemark.aot"), new byte[] {1, 2, 3});
        assertThat(launcher().run("--version").exited(0).out()).startsWith("tidemark ");
    }

    /** With times, which the cache compares. */
    private static void copy(Path from, Path to) {
        try {
            Files.walkFileTree(from, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Path target = to.resolve(from.relativize(file).toString());
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
