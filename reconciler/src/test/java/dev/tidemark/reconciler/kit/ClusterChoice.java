package dev.tidemark.reconciler.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which cluster the tests use: what {@code deploy/local/choose} says. */
final class ClusterChoice {

    private final String choice = Deploy.shown("choose");

    /** The cluster that all tests of this run share. */
    TestCluster shared() {
        try {
            Path folder = Files.createTempDirectory("control-plane-");
            return TestCluster.start(choice.equals("docker") ? new K3sEngine() : new ScriptEngine(), folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A cluster that holds nothing yet. */
    TestCluster empty() {
        if (choice.startsWith("kubeconfig ")) {
            throw Program.absent(
                    "TIDEMARK_TEST_KUBECONFIG names one cluster; an empty one beside it needs Docker or Go");
        }
        return shared();
    }
}
