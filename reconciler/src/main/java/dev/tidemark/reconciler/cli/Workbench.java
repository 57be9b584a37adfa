package dev.tidemark.reconciler.cli;

import java.nio.file.Path;
import java.util.Optional;

/** Opens what the verbs work with. The one thing the command line asks of the wiring. */
public interface Workbench {

    /** Opens the repository that the options name; the cluster only when it is asked for. */
    Session open(GlobalOptions global);

    /** As {@link #open}, for a verb that needs the cluster in any case: connecting goes on beside opening. */
    Session openWithCluster(GlobalOptions global);

    /** Makes a repository and its keys. */
    Initialised init(GlobalOptions global, InitOptions options);

    /**
     * What {@code init} is asked for.
     *
     * @param certificate a file, {@code controller}, or empty for a key pair of one's own
     */
    record InitOptions(
            Path directory, boolean bare, Optional<String> remote, Optional<String> certificate, boolean sign) {}

    /**
     * What {@code init} made.
     *
     * @param signing fingerprint of the signing key
     * @param sealing fingerprint of the sealing certificate
     */
    record Initialised(
            Path directory,
            String repository,
            String branch,
            Path keys,
            Optional<String> signing,
            String sealing,
            boolean ownSealingKey) {}
}
