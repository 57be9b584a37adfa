package dev.tidemark.reconciler.prove;

import dev.tidemark.reconciler.kit.Answer;
import dev.tidemark.reconciler.kit.Deploy;
import dev.tidemark.reconciler.kit.Program;
import dev.tidemark.reconciler.kit.TestCluster;
import java.nio.file.Path;

/** The distribution's program, as processes of their own that can meet and be killed. */
record Installed(Program program, Path repository) {

    /** With {@code folder/repository} (not yet made), keys under {@code folder/config}, and this cluster. */
    static Installed in(Path folder, TestCluster cluster) {
        Program program = Program.at(Deploy.distribution().resolve("bin/tidemark"))
                .withVariable("JAVA_HOME", System.getProperty("java.home"))
                .withVariable("XDG_CONFIG_HOME", folder.resolve("config").toString())
                .withVariable("TIDEMARK_KUBECONFIG", cluster.kubeconfig().toString());
        return new Installed(program, folder.resolve("repository"));
    }

    /** The same keys and cluster with another repository. */
    Installed withRepository(Path other) {
        return new Installed(program, other);
    }

    /** Makes the repository; returns this. */
    Installed init(String... options) {
        program.with("init", repository.toString()).run(options).exited(0);
        return this;
    }

    /** Runs a command and answers, however it ends. */
    Answer run(String... arguments) {
        return program.with("-C", repository.toString()).run(arguments);
    }

    /** Begins a command that the test waits for, or kills. */
    Process begin(String... arguments) {
        return program.with("-C", repository.toString()).begin(arguments);
    }

    Git git() {
        return new Git(repository);
    }
}
