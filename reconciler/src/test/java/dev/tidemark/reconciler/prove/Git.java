package dev.tidemark.reconciler.prove;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.reconciler.kit.Answer;
import dev.tidemark.reconciler.kit.Program;
import java.nio.file.Path;
import java.util.List;

/** Git itself, on one repository: the judge of what Tidemark leaves behind. */
record Git(Path repository) {

    /** Standard output of a command that must succeed. */
    String run(String... arguments) {
        return attempt(arguments).exited(0).out();
    }

    Answer attempt(String... arguments) {
        return Program.onPath("git").with("-C", repository.toString()).run(arguments);
    }

    /** Every object is there and well-formed; what nothing points to may lie about. */
    void assertSound() {
        attempt("fsck", "--strict", "--no-dangling").exited(0);
    }

    /** The checked-out files are those of the branch. */
    void assertClean() {
        assertThat(run("status", "--porcelain")).as("git status").isEmpty();
    }

    /** Every ref and what it points to. */
    String refs() {
        return run("for-each-ref");
    }

    String tip() {
        return run("rev-parse", "live/default").strip();
    }

    /** The values of a trailer along the branch, the oldest first; commits without it are passed over. */
    List<String> trailers(String key) {
        String format = "--format=%(trailers:key=" + key + ",valueonly,separator=)";
        return run("log", "--first-parent", "--reverse", format, "live/default")
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }
}
