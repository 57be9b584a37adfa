package dev.tidemark.reconciler.app;

import dev.tidemark.policies.normalise.Normaliser;
import dev.tidemark.policies.policy.BackupPolicy;
import dev.tidemark.policies.policy.Component;
import dev.tidemark.policies.policy.SecretsPolicy;
import dev.tidemark.policies.select.Selection;
import dev.tidemark.reconciler.bundle.Bundler;
import dev.tidemark.reconciler.capture.Committer;
import dev.tidemark.reconciler.capture.DriftBranch;
import dev.tidemark.reconciler.capture.Exported;
import dev.tidemark.reconciler.capture.Exporter;
import dev.tidemark.reconciler.capture.Pusher;
import dev.tidemark.reconciler.capture.Seals;
import dev.tidemark.reconciler.capture.Snapshotter;
import dev.tidemark.reconciler.cli.GlobalOptions;
import dev.tidemark.reconciler.cli.Session;
import dev.tidemark.reconciler.cluster.Cluster;
import dev.tidemark.reconciler.doctor.Doctor;
import dev.tidemark.reconciler.drift.BaselineBranch;
import dev.tidemark.reconciler.drift.DriftDetector;
import dev.tidemark.reconciler.drift.DriftReview;
import dev.tidemark.reconciler.keys.ClusterKeys;
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
import dev.tidemark.snapshots.age.Recipients;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.CommitSigner;
import dev.tidemark.snapshots.git.Signatory;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.git.TrustedSigners;
import dev.tidemark.snapshots.history.History;
import dev.tidemark.snapshots.layout.RepositoryFile;
import dev.tidemark.snapshots.layout.SnapshotLayout;
import dev.tidemark.snapshots.layout.Trailers;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.seal.Keyring;
import dev.tidemark.snapshots.seal.Resealing;
import dev.tidemark.snapshots.seal.SealCheck;
import dev.tidemark.snapshots.seal.Sealer;
import dev.tidemark.snapshots.seal.SealingCertificate;
import dev.tidemark.snapshots.seal.Unsealer;
import dev.tidemark.snapshots.sops.SopsFingerprints;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The parts of one command, made when they are first asked for. */
final class OpenSession implements Session {

    private final GlobalOptions global;
    private final Wiring wiring;
    private final Clock clock;
    private final SnapshotRepository repository;
    private final Normaliser normaliser = Normaliser.standard();
    private final String repositoryId;
    private final KeyHome keys;
    private final Connection connection;

    OpenSession(GlobalOptions global, Wiring wiring, Clock clock, Connection connection) {
        this.global = global;
        this.wiring = wiring;
        this.clock = clock;
        this.connection = connection;
        this.repository = Wiring.repository(global);
        this.repositoryId = repositoryId(repository).orElseThrow(() -> notOurs(repository));
        this.keys = wiring.keyHome(global, repositoryId, connection::cluster);
    }

    /** The id of a repository of Tidemark's; empty where it is none yet. */
    static Optional<String> repositoryId(SnapshotRepository repository) {
        String head = repository.headBranch();
        return repository
                .tip("refs/heads/" + head)
                .or(() -> repository.branches(History.LIVE).stream()
                        .findFirst()
                        .flatMap(branch -> repository.tip("refs/heads/" + branch)))
                .flatMap(commit -> repositoryId(repository, commit));
    }

    private static Failure notOurs(SnapshotRepository repository) {
        return Failure.usage(
                Wiring.NOT_A_REPOSITORY,
                "open the snapshot repository " + repository.directory(),
                "it is a Git repository, but not one of Tidemark's",
                "make one with tidemark init");
    }

    /** Where the file is lost, the commit itself says it too. */
    private static Optional<String> repositoryId(SnapshotRepository repository, Commit commit) {
        byte[] file;
        try {
            Optional<byte[]> found =
                    repository.blobAt(commit, SnapshotLayout.REPOSITORY).map(repository::read);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            file = found.get();
        } catch (Failure damaged) {
            return Optional.of(
                    Trailers.of(commit.message()).get(Trailers.REPOSITORY).orElseThrow(() -> damaged));
        }
        return Optional.of(RepositoryFile.parse(file).repository());
    }

    @Override
    public SnapshotRepository repository() {
        return repository;
    }

    @Override
    public String repositoryId() {
        return repositoryId;
    }

    @Override
    public History history() {
        return history(global.component().orElseGet(() -> History.defaultComponent(repository)));
    }

    @Override
    public History history(String component) {
        return new History(repository, component, clock);
    }

    @Override
    public Optional<BackupPolicy> policy() {
        if (global.policy().isPresent()) {
            return global.policy().map(wiring::policy);
        }
        return repository
                .tip("refs/heads/" + repository.headBranch())
                .flatMap(tip -> repository.blobAt(tip, SnapshotLayout.POLICY))
                .map(repository::read)
                .map(yaml -> wiring.policy(yaml, SnapshotLayout.POLICY));
    }

    @Override
    public List<String> components() {
        return policy().map(p -> p.components().stream().map(Component::name).toList())
                .orElseGet(() -> List.of(History.defaultComponent(repository)));
    }

    @Override
    public Selection selectionOf(String component) {
        return policy().map(p -> p.component(component).select()).orElse(Selection.everything());
    }

    @Override
    public Cluster cluster() {
        return connection.cluster();
    }

    @Override
    public Snapshotter snapshotter() {
        return snapshotter(Resealing.none());
    }

    @Override
    public Snapshotter snapshotter(Resealing resealing) {
        return new Snapshotter(cluster(), repository, exporter(resealing), normaliser, committer(), pusher());
    }

    private Committer committer() {
        return new Committer(repository, repositoryId, signer(), clock);
    }

    @Override
    public Upkeep upkeep() {
        return new Upkeep(connection::cluster, keys, escrowWriter(), clock);
    }

    Optional<SealingCertificate> certificate() {
        return keys.sealingCertificate();
    }

    @Override
    public Pusher pusher() {
        return new Pusher(repository, signer(), this::objection);
    }

    /**
     * A history that is signed goes on from nothing but a trusted commit. What is verified here may be replayed under
     * another id, so the pin goes back to what stays.
     */
    private Optional<String> objection(String component, Commit remote) {
        Optional<TrustedSigners> trust = trust();
        if (trust.isPresent() && !(trust.get().verify(repository, remote) instanceof TrustedSigners.Verdict.Trusted)) {
            return Optional.of("its tip " + remote.shortId() + " is not signed by a trusted key, and was not built on");
        }
        trustHome()
                .pin(component)
                .filter(pin -> repository.has(pin.verified()))
                .ifPresent(pin -> repository.walk(repository.commit(pin.verified()), commit -> {
                    boolean stays = repository.contains(remote, commit);
                    if (stays && !commit.id().equals(pin.verified())) {
                        trustHome().remember(component, pin.withVerified(commit.id()));
                    }
                    return !stays;
                }));
        return Optional.empty();
    }

    /** Whoever only reads it needs no key. */
    @Override
    public RestoreJournal journal() {
        return new RestoreJournal(repository, payload -> signer().sign(payload), clock);
    }

    private CommitSigner signer() {
        return signatory().<CommitSigner>map(key -> key).orElse(CommitSigner.NONE);
    }

    /** A signed history goes on signed: a missing key is an error, not a downgrade. */
    Optional<Signatory> signatory() {
        Optional<Signatory> key = global.signingKey()
                .map(wiring.signingKeys()::find)
                .or(() -> keys.signingKey().map(home -> home));
        if (key.isPresent()) {
            return key;
        }
        Optional<Commit> tip = repository.tip("refs/heads/" + repository.headBranch());
        boolean signed = tip.isPresent()
                && !(TrustedSigners.check(repository, tip.get()) instanceof TrustedSigners.Verdict.Unsigned);
        if (signed) {
            throw Failure.usage(
                    "no-signing-key",
                    "sign",
                    "the history is signed, and its key is not in " + keys.place(),
                    "copy the repository's key folder to this machine, or name the key with --signing-key");
        }
        return Optional.empty();
    }

    @Override
    public Exporter exporter() {
        return exporter(Resealing.none());
    }

    private Exporter exporter(Resealing resealing) {
        SecretsPolicy secrets = secrets();
        Optional<SopsFingerprints> sops = keys.fingerprintKey().map(key -> new SopsFingerprints(key, repositoryId));
        return new Exporter(cluster(), normaliser, Seals.of(secrets, sealer(resealing), sops, clock), secrets);
    }

    private SecretsPolicy secrets() {
        return policy().map(BackupPolicy::secrets).orElse(SecretsPolicy.standard());
    }

    private Optional<Sealer> sealer(Resealing resealing) {
        return certificate()
                .flatMap(c -> keys.fingerprintKey().map(key -> new Sealer(c, key, repositoryId, resealing)));
    }

    @Override
    public DriftDetector drift() {
        return new DriftDetector(repository);
    }

    @Override
    public DriftReview driftReview() {
        return new DriftReview(drift(), exporter(), cluster().reader());
    }

    @Override
    public BaselineBranch baselineBranch() {
        return new BaselineBranch(repository);
    }

    @Override
    public DriftBranch driftBranch(History history) {
        return new DriftBranch(repository, exporter(), normaliser, committer(), history);
    }

    @Override
    public Restorer restorer() {
        return new Restorer(
                cluster(), exporter(), normaliser, drift(), secrets().sensitive());
    }

    @Override
    public Unsealer unsealer() {
        return unsealer(keyring());
    }

    /**
     * The option or its variable, else the key home, else the cluster: the Secret with the repository's keys, and the
     * sealed-secrets controller's.
     */
    Keyring keyring() {
        if (!global.keys().isEmpty()) {
            return wiring.namedKeys(global);
        }
        Keyring home = keys.keyring();
        boolean enough = certificate().map(home::has).orElse(!home.isEmpty());
        return enough ? home : home.plus(keyringOfCluster());
    }

    /** Without a cluster there are none; what needs them then says which key it lacks. */
    private Keyring keyringOfCluster() {
        try {
            return ClusterKeys.keyring(cluster(), repositoryId)
                    .plus(controllerKeys().keyring());
        } catch (Failure unknown) {
            return Keyring.empty();
        }
    }

    @Override
    public ControllerKeys controllerKeys() {
        return ControllerKeys.in(cluster());
    }

    @Override
    public KeyHome keys() {
        return keys;
    }

    @Override
    public KeyHome folderKeys() {
        return wiring.folderKeys(repositoryId);
    }

    @Override
    public KeyNeeds keyNeeds() {
        return KeyNeeds.of(
                repository,
                repository.branches(History.LIVE).stream()
                        .map(branch -> history(branch.substring(History.LIVE.length())))
                        .toList());
    }

    @Override
    public KeyCheck keyCheck(ControllerKeys controllerKeys, KeyNeeds needs) {
        return new KeyCheck(keys, controllerKeys, needs, clock);
    }

    @Override
    public KeyRotation keyRotation() {
        return new KeyRotation(keys, clock);
    }

    @Override
    public SealingCertificate certificate(String source) {
        return wiring.certificate(global, source);
    }

    @Override
    public Unsealer unsealer(Keyring keyring) {
        return new Unsealer(keyring, Wiring.identities(global));
    }

    @Override
    public EscrowWriter escrowWriter() {
        return new EscrowWriter(keys, repositoryId, clock);
    }

    @Override
    public Bundler bundler() {
        return new Bundler(unsealer(), repositoryId, keys, signatory(), clock);
    }

    @Override
    public EscrowList openEscrow(Path file) {
        return EscrowList.open(Wiring.secret(file, "the escrow"), Wiring.identity(global));
    }

    @Override
    public Verifier verifier() {
        Keyring here = global.keys().isEmpty() ? keys.keyring() : wiring.namedKeys(global);
        return new Verifier(
                repository,
                repositoryId,
                trust(),
                trustHome(),
                unsealer(here),
                keys.fingerprintKey().map(key -> new SealCheck(key, repositoryId)));
    }

    @Override
    public Doctor doctor() {
        return new Doctor(
                new Checks(this, normaliser, () -> wiring.hooks(global, repository, connection::cluster), clock).all());
    }

    @Override
    public boolean canOpen(Exported.Sealing sealing) {
        return (sealing.secrets() == 0 || opensSecrets()) && (sealing.whole() == 0 || opensSealed());
    }

    private boolean opensSecrets() {
        List<String> recipients = secrets().recipients();
        return recipients.isEmpty()
                ? opensSealed()
                : Wiring.identities(global)
                        .filter(identities -> identities.open(Recipients.of(recipients)))
                        .isPresent();
    }

    private boolean opensSealed() {
        return keys.sealingCertificate().map(c -> keyring().has(c)).orElse(false);
    }

    @Override
    public Optional<TrustedSigners> trust() {
        return Wiring.trust(global, keys, TrustedSigners.COMMITS);
    }

    @Override
    public TrustHome trustHome() {
        return new TrustHome(keys.folder());
    }

    @Override
    public void close() {
        connection.close();
        repository.close();
    }
}
