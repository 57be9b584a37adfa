package dev.tidemark.reconciler.cli;

import dev.tidemark.policies.policy.BackupPolicy;
import dev.tidemark.policies.policy.PolicyProblem;
import dev.tidemark.reconciler.hooks.Hooks;
import dev.tidemark.snapshots.bundle.Passphrase;
import dev.tidemark.snapshots.git.TrustedSigners;
import dev.tidemark.snapshots.seal.ManifestSealer;
import dev.tidemark.snapshots.seal.Resealer;
import dev.tidemark.snapshots.seal.Unsealer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Opens what the verbs work with. The one thing the command line asks of the wiring. */
public interface Workbench {

    /** Opens the repository that the options name; the cluster only when it is asked for. */
    Session open(GlobalOptions global);

    /** As {@link #open}, for a verb that needs the cluster in any case: connecting goes on beside opening. */
    Session openWithCluster(GlobalOptions global);

    /**
     * Seals the manifests of people.
     *
     * @param certificate a file or {@code controller}; empty for the repository's
     */
    ManifestSealer manifestSealer(GlobalOptions global, Optional<String> certificate);

    /** Opens SealedSecrets with the keys that the options name, else the repository's or the cluster's. */
    Unsealer unsealer(GlobalOptions global);

    /** Opens as {@link #unsealer} does, and seals as {@link #manifestSealer}. */
    Resealer resealer(GlobalOptions global, Optional<String> certificate);

    /**
     * What a bundle is opened with: the first line of {@code file}, else {@code TIDEMARK_BUNDLE_PASSPHRASE}.
     *
     * @throws dev.tidemark.snapshots.model.Failure usage, when there is neither
     */
    Passphrase passphrase(Optional<Path> file);

    /**
     * Whose signatures of bundles to trust, where the options or this machine say so.
     *
     * @param repository id of the one that the bundle was made from
     */
    Optional<TrustedSigners> trustOfBundles(GlobalOptions global, String repository);

    /** The policy of a file. */
    BackupPolicy policy(Path file);

    /** What is wrong with the policy of a file. */
    List<PolicyProblem> checkPolicy(Path file);

    /** The hooks of the Git repository that the options name, be it Tidemark's already or not yet. */
    Hooks hooks(GlobalOptions global);

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
     * @param keys where they are
     * @param signing fingerprint of the signing key
     * @param sealing fingerprint of the sealing certificate
     */
    record Initialised(
            Path directory,
            String repository,
            String branch,
            String keys,
            Optional<String> signing,
            String sealing,
            boolean ownSealingKey) {}
}
