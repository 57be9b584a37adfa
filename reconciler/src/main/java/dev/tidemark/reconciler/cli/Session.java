package dev.tidemark.reconciler.cli;

import dev.tidemark.policies.policy.BackupPolicy;
import dev.tidemark.policies.select.Selection;
import dev.tidemark.reconciler.bundle.Bundler;
import dev.tidemark.reconciler.capture.DriftBranch;
import dev.tidemark.reconciler.capture.Exported;
import dev.tidemark.reconciler.capture.Exporter;
import dev.tidemark.reconciler.capture.Pusher;
import dev.tidemark.reconciler.capture.Snapshotter;
import dev.tidemark.reconciler.cluster.Cluster;
import dev.tidemark.reconciler.doctor.Doctor;
import dev.tidemark.reconciler.drift.BaselineBranch;
import dev.tidemark.reconciler.drift.DriftDetector;
import dev.tidemark.reconciler.drift.DriftReview;
import dev.tidemark.reconciler.keys.ControllerKeys;
import dev.tidemark.reconciler.keys.EscrowList;
import dev.tidemark.reconciler.keys.EscrowWriter;
import dev.tidemark.reconciler.keys.KeyCheck;
import dev.tidemark.reconciler.keys.KeyHome;
import dev.tidemark.reconciler.keys.KeyNeeds;
import dev.tidemark.reconciler.keys.KeyRotation;
import dev.tidemark.reconciler.keys.TrustHome;
import dev.tidemark.reconciler.keys.Upkeep;
import dev.tidemark.reconciler.restore.RestoreJournal;
import dev.tidemark.reconciler.restore.Restorer;
import dev.tidemark.reconciler.verify.Verifier;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.git.TrustedSigners;
import dev.tidemark.snapshots.history.History;
import dev.tidemark.snapshots.seal.Keyring;
import dev.tidemark.snapshots.seal.Resealing;
import dev.tidemark.snapshots.seal.SealingCertificate;
import dev.tidemark.snapshots.seal.Unsealer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One command's work with one repository; parts are made when they are first asked for. */
public interface Session extends AutoCloseable {

    SnapshotRepository repository();

    /** The repository's random id. */
    String repositoryId();

    /** The component that the options, or HEAD, mean. */
    History history();

    /** The history of a component by name. */
    History history(String component);

    /** The policy in force: the option's, else the repository's. */
    Optional<BackupPolicy> policy();

    /** The components of the policy, or the one of the repository. */
    List<String> components();

    /** What a component's policy selects. */
    Selection selectionOf(String component);

    Cluster cluster();

    Snapshotter snapshotter();

    /** A snapshotter that also seals unchanged values anew, as {@code resealing} says. */
    Snapshotter snapshotter(Resealing resealing);

    /** What is to be looked after before a snapshot seals anything. */
    Upkeep upkeep();

    Pusher pusher();

    RestoreJournal journal();

    Exporter exporter();

    DriftDetector drift();

    DriftReview driftReview();

    BaselineBranch baselineBranch();

    /** The branch from which a component's drift is accepted. */
    DriftBranch driftBranch(History history);

    Restorer restorer();

    KeyHome keys();

    /** @throws dev.tidemark.snapshots.model.Failure when no cluster is named, or its keys cannot be read */
    ControllerKeys controllerKeys();

    /** Those in the folder, wherever the options say that the keys are. */
    KeyHome folderKeys();

    /** Which keys the snapshots of all components need. */
    KeyNeeds keyNeeds();

    KeyCheck keyCheck(ControllerKeys controllerKeys, KeyNeeds needs);

    KeyRotation keyRotation();

    /** The certificate in a file. */
    SealingCertificate certificate(String file);

    /** Opens sealed Secrets with these keys alone. */
    Unsealer unsealer(Keyring keyring);

    EscrowWriter escrowWriter();

    Bundler bundler();

    /**
     * Opens an escrow with the identity that the options name.
     *
     * @throws dev.tidemark.snapshots.model.Failure when it does not open
     */
    EscrowList openEscrow(Path file);

    /** Opens sealed Secrets with the keys that can be found. */
    Unsealer unsealer();

    /** Checks the repository, with the keys that are at hand without a cluster. */
    Verifier verifier();

    /** Looks at all that a snapshot or a restore rests on. */
    Doctor doctor();

    /** Whether what this repository has just sealed can be opened again here. */
    boolean canOpen(Exported.Sealing sealing);

    /** Whose signatures to trust, where something outside the repository says so. */
    Optional<TrustedSigners> trust();

    /** What is remembered of the trust in this repository, outside of it. */
    TrustHome trustHome();

    @Override
    void close();
}
