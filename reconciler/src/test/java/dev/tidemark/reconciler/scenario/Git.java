package dev.tidemark.reconciler.scenario;

import dev.tidemark.reconciler.kit.Answer;
import dev.tidemark.reconciler.kit.Program;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A repository as stock git sees it. */
public final class Git {

    private final Program git;

    public Git(Path repository) {
        this.git = Program.onPath("git")
                .withVariable("GIT_CONFIG_GLOBAL", "/dev/null")
                .with("-C", repository.toString());
    }

    /** The output of a command that must succeed, without its last line end. */
    public String run(String... arguments) {
        return attempt(arguments).exited(0).out().strip();
    }

    public Answer attempt(String... arguments) {
        return git.run(arguments);
    }

    public String id(String revision) {
        return run("rev-parse", "--verify", revision);
    }

    public String tree(String revision) {
        return id(revision + "^{tree}");
    }

    /** The file at {@code path}, byte for byte. */
    public String text(String revision, String path) {
        return attempt("show", revision + ":" + path).exited(0).out();
    }

    /** Every path of a revision, and the id of its blob. */
    public Map<String, String> files(String revision) {
        Map<String, String> files = new TreeMap<>();
        run("ls-tree", "-r", revision).lines().forEach(line -> {
            String[] entry = line.split("[ \t]", 4);
            files.put(entry[3], entry[2]);
        });
        return files;
    }

    /** The trailers of a commit. */
    public Map<String, String> trailers(String revision) {
        Map<String, String> trailers = new TreeMap<>();
        run("log", "-1", "--format=%(trailers:unfold)", revision).lines().forEach(line -> {
            String[] trailer = line.split(": ", 2);
            trailers.put(trailer[0], trailer[1]);
        });
        return trailers;
    }
}
