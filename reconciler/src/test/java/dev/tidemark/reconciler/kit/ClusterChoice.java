package dev.tidemark.reconciler.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which cluster the tests use: what {@code deploy/local/choose} says. */
final class ClusterChoice {

    static final String SINGLE =
            "TIDEMARK_TEST_KUBECONFIG names one cluster; an empty one beside it needs Docker or Go";

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

    /** Whether there can be another one beside it. */
    boolean single() {
        return choice.startsWith("kubeconfig ");
    }

    /** A cluster that holds nothing yet. */
    TestCluster empty() {
        if (single()) {
            throw new AssertionError(SINGLE);
        }
        return shared();
    }
}
