package dev.tidemark.reconciler.kit;

import java.nio.file.Path;

/** What starts and ends a cluster. */
interface Engine {

    /** Starts it, and writes the administrator's kubeconfig to {@code folder/kubeconfig}. */
    void start(Path folder);

    /** Ends it with all that it holds; does nothing where nothing runs. */
    void end(Path folder);

    /** A kubectl that fits it. */
    Program kubectl(Path folder);
}
