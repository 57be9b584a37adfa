package dev.tidemark.reconciler.app;

import dev.tidemark.policies.policy.BackupPolicy;
import dev.tidemark.policies.policy.PolicyProblem;
import dev.tidemark.policies.policy.PolicyReader;
import dev.tidemark.reconciler.capture.Committer;
import dev.tidemark.reconciler.cli.GlobalOptions;
import dev.tidemark.reconciler.cli.Session;
import dev.tidemark.reconciler.cli.Workbench;
import dev.tidemark.reconciler.cluster.Cluster;
import dev.tidemark.reconciler.hooks.Hooks;
import dev.tidemark.reconciler.keys.ClusterKeys;
import dev.tidemark.reconciler.keys.Controller;
import dev.tidemark.reconciler.keys.ControllerKeys;
import dev.tidemark.reconciler.keys.KeyFile;
import dev.tidemark.reconciler.keys.KeyHome;
import dev.tidemark.reconciler.keys.SigningKeys;
import dev.tidemark.reconciler.keys.TrustHome;
import dev.tidemark.snapshots.age.Identities;
import dev.tidemark.snapshots.bundle.Passphrase;
import dev.tidemark.snapshots.bundle.SideFile;
import dev.tidemark.snapshots.fingerprint.FingerprintKey;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.CommitSigner;
import dev.tidemark.snapshots.git.Signatory;
import dev.tidemark.snapshots.git.SigningKey;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.git.TrustedSigners;
import dev.tidemark.snapshots.history.History;
import dev.tidemark.snapshots.layout.SnapshotLayout;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.SecretValue;
import dev.tidemark.snapshots.seal.Keyring;
import dev.tidemark.snapshots.seal.ManifestSealer;
import dev.tidemark.snapshots.seal.Resealer;
import dev.tidemark.snapshots.seal.SealingCertificate;
import dev.tidemark.snapshots.seal.SealingKeyPair;
import dev.tidemark.snapshots.seal.Unsealer;
import dev.tidemark.snapshots.trust.Pin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the parts from the options and the environment. */
final class Wiring implements Workbench {

    private static final String PASSPHRASE = "TIDEMARK_BUNDLE_PASSPHRASE";
    private static final int REPOSITORY_ID = 16;
    /** The reason of the failure to find one. */
    static final String NOT_A_REPOSITORY = "not-a-repository";

    private final UnaryOperator<String> environment;
    private final Clock clock = Clock.system(ZoneId.systemDefault());

    Wiring(UnaryOperator<String> environment) {
        this.environment = environment;
    }

    @Override
    public Session open(GlobalOptions global) {
        return session(global);
    }

    private OpenSession session(GlobalOptions global) {
        return new OpenSession(global, this, clock, new Connection(global));
    }

    @Override
    public Session openWithCluster(GlobalOptions global) {
        Connection connection = new Connection(global);
        connection.begin();
        return new OpenSession(global, this, clock, connection);
    }

    @Override
    public Hooks hooks(GlobalOptions global) {
        SnapshotRepository repository = repository(global);
        try (Connection connection = new Connection(global)) {
            return hooks(global, repository, connection::cluster);
        }
    }

    Hooks hooks(GlobalOptions global, SnapshotRepository repository, Supplier<Cluster> cluster) {
        return new Hooks(repository, signers(global, repository, cluster));
    }

    static SnapshotRepository repository(GlobalOptions global) {
        return SnapshotRepository.open(
                global.repo().orElse(Path.of("")).toAbsolutePath().normalize());
    }

    /** Public keys in the form of git's allowed signers: those of the option's file, else that of the key home. */
    private Optional<String> signers(GlobalOptions global, SnapshotRepository repository, Supplier<Cluster> cluster) {
        Optional<String> named = global.trust()
                .filter(trust -> !trust.startsWith("SHA256:"))
                .map(file -> new String(file(Path.of(file), "whom to trust"), StandardCharsets.UTF_8));
        return named.or(() -> OpenSession.repositoryId(repository)
                        .flatMap(id -> keyHome(global, id, cluster).signingKey())
                        .map(SigningKey::publicLine))
                .map(Wiring::asAllowedSigners);
    }

    /** A public key alone is that of anybody, for git. */
    private static String asAllowedSigners(String text) {
        return text.lines()
                .map(line -> line.matches("(ssh-|ecdsa-).*") ? "* namespaces=\"git\" " + line : line)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    @Override
    public Initialised init(GlobalOptions global, InitOptions options) {
        Path directory = options.directory().toAbsolutePath().normalize();
        Optional<BackupPolicy> policy = global.policy().map(this::policy);
        Optional<Signatory> named = global.signingKey().map(signingKeys()::find);
        Optional<SealingCertificate> given =
                options.certificate().map(source -> certificate(global, source).fit(clock.instant()));
        String branch =
                History.LIVE + policy.map(p -> p.components().getFirst().name()).orElse("default");
        try (SnapshotRepository repository = SnapshotRepository.create(directory, options.bare(), branch);
                Connection connection = new Connection(global)) {
            String id = newId();
            KeyHome keys = keyHome(global, id, connection::cluster);
            Optional<Signatory> signing =
                    options.sign() ? Optional.of(named.orElseGet(() -> ownKey(keys))) : Optional.empty();
            keys.saveFingerprintKey(FingerprintKey.generate());
            given.ifPresent(keys::takeUp);
            keys.follow(options.certificate().flatMap(Controller::named));
            SealingCertificate certificate = given.orElseGet(() -> ownPair(keys));
            options.remote().ifPresent(url -> repository.addRemote("origin", url));
            String component = branch.substring(History.LIVE.length());
            Commit root = new Committer(
                            repository, id, signing.<CommitSigner>map(s -> s).orElse(CommitSigner.NONE), clock)
                    .begin("refs/heads/" + branch, component, firstFiles(policy, signing));
            signing.ifPresent(signer -> {
                keys.trust(signer.fingerprint());
                pin(new TrustHome(keys.folder()), component, root, signer);
            });
            return new Initialised(
                    directory,
                    id,
                    branch,
                    keys.place(),
                    signing.map(Signatory::fingerprint),
                    certificate.fingerprint(),
                    given.isEmpty());
        }
    }

    @Override
    public ManifestSealer manifestSealer(GlobalOptions global, Optional<String> certificate) {
        return new ManifestSealer(certificateInForce(global, certificate));
    }

    @Override
    public Unsealer unsealer(GlobalOptions global) {
        return new Unsealer(keyring(global), identities(global));
    }

    @Override
    public Resealer resealer(GlobalOptions global, Optional<String> certificate) {
        return new Resealer(keyring(global), certificateInForce(global, certificate));
    }

    private SealingCertificate certificateInForce(GlobalOptions global, Optional<String> source) {
        return source.map(named -> certificate(global, named))
                .or(() -> inRepository(global, OpenSession::certificate).flatMap(found -> found))
                .orElseThrow(() -> Failure.usage(
                        "no-certificate",
                        "choose the certificate to seal for",
                        "none is named, and there is no snapshot repository here with one",
                        "name one with --cert FILE, or take the cluster's with --cert controller"))
                .fit(clock.instant());
    }

    private Keyring keyring(GlobalOptions global) {
        return global.keys().isEmpty()
                ? inRepository(global, OpenSession::keyring).orElseGet(() -> clusterKeys(global))
                : namedKeys(global);
    }

    /** Empty where no repository is named and the current directory is none. */
    private <T> Optional<T> inRepository(GlobalOptions global, Function<OpenSession, T> question) {
        try (OpenSession session = session(global)) {
            return Optional.of(question.apply(session));
        } catch (Failure failure) {
            if (failure.reason().equals(NOT_A_REPOSITORY) && global.repo().isEmpty()) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    private static Keyring clusterKeys(GlobalOptions global) {
        try (Cluster cluster = Cluster.connect(global.kubeconfig(), global.context())) {
            return ControllerKeys.in(cluster).keyring();
        }
    }

    /** The keys in the files of {@code --keys}. */
    Keyring namedKeys(GlobalOptions global) {
        Optional<SecretValue> identity = identity(global);
        return Keyring.of(global.keys().stream()
                .map(file -> KeyFile.content(secret(file, "the private sealing keys"), identity))
                .toList());
    }

    static Optional<SecretValue> identity(GlobalOptions global) {
        return global.identity().map(file -> secret(file, "the age identity"));
    }

    /** What opens SOPS files. */
    static Optional<Identities> identities(GlobalOptions global) {
        return identity(global).map(Identities::parse);
    }

    static SecretValue secret(Path file, String what) {
        return new SecretValue(file(file, what));
    }

    private SealingCertificate ownPair(KeyHome keys) {
        SealingKeyPair pair = SealingKeyPair.generate(clock.instant());
        keys.takeUp(pair);
        return SealingCertificate.parse(pair.certificatePem());
    }

    private static SigningKey ownKey(KeyHome keys) {
        SigningKey fresh = SigningKey.generate("tidemark");
        keys.saveSigningKey(fresh);
        return fresh;
    }

    /** Who makes a repository knows what its history begins with. */
    private static void pin(TrustHome home, String component, Commit root, Signatory signer) {
        String trust = TrustedSigners.parse(signer.fingerprint()).digest();
        home.remember(component, new Pin(root.id(), root.id(), trust));
    }

    @Override
    public Passphrase passphrase(Optional<Path> file) {
        if (file.isPresent()) {
            return Passphrase.ofFile(secret(file.get(), "the passphrase"));
        }
        String passphrase = environment.apply(PASSPHRASE);
        if (passphrase.isEmpty()) {
            throw Failure.usage(
                    "no-passphrase",
                    "read the passphrase of the bundle",
                    "none is given",
                    "set " + PASSPHRASE + ", or name a file that holds it with --passphrase-file");
        }
        refuseUnlessReadable(passphrase);
        return Passphrase.of(new SecretValue(passphrase.getBytes(StandardCharsets.UTF_8)));
    }

    /** In another locale than one of UTF-8, as cron's is, Java takes other characters for those that are not ASCII. */
    private static void refuseUnlessReadable(String passphrase) {
        String encoding = System.getProperty("sun.jnu.encoding", "");
        if (!encoding.equals("UTF-8") && !passphrase.chars().allMatch(c -> c < 0x80)) {
            throw Failure.usage(
                    "bad-passphrase",
                    "read " + PASSPHRASE,
                    "it is not ASCII, and the locale, whose encoding is " + encoding + ", garbles it",
                    "set LC_ALL=C.UTF-8, or name a file that holds it with --passphrase-file");
        }
    }

    @Override
    public Optional<TrustedSigners> trustOfBundles(GlobalOptions global, String repository) {
        return trust(global, folderKeys(repository), SideFile.NAMESPACE);
    }

    /** Those of the option, else those of the key home, but for the revoked ones. */
    static Optional<TrustedSigners> trust(GlobalOptions global, KeyHome keys, String namespace) {
        return global.trust()
                .map(named -> TrustedSigners.parse(trusted(named), namespace))
                .or(() -> keys.trustFor(namespace))
                .map(signers -> signers.revoking(new TrustHome(keys.folder()).revoked()));
    }

    private static String trusted(String named) {
        boolean file = !named.startsWith("SHA256:") && Files.exists(Path.of(named));
        return file ? new String(file(Path.of(named), "whom to trust"), StandardCharsets.UTF_8) : named;
    }

    SigningKeys signingKeys() {
        String agent = environment.apply("SSH_AUTH_SOCK");
        return new SigningKeys(agent.isEmpty() ? Optional.empty() : Optional.of(Path.of(agent)));
    }

    private static Map<String, byte[]> firstFiles(Optional<BackupPolicy> policy, Optional<Signatory> signing) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        policy.ifPresent(p -> files.put(SnapshotLayout.POLICY, p.source()));
        signing.ifPresent(signer -> files.put(
                SnapshotLayout.ALLOWED_SIGNERS,
                ("tidemark@localhost namespaces=\"git\" " + signer.publicLine() + "\n")
                        .getBytes(StandardCharsets.UTF_8)));
        return files;
    }

    private static String newId() {
        byte[] id = new byte[REPOSITORY_ID];
        new SecureRandom().nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    /** Never from the repository: who can write there could have every later Secret sealed for himself. */
    SealingCertificate certificate(GlobalOptions global, String source) {
        Optional<Controller> controller = Controller.named(source);
        if (controller.isEmpty()) {
            return SealingCertificate.parse(file(Path.of(source), "the sealing certificate"));
        }
        try (Cluster cluster = Cluster.connect(global.kubeconfig(), global.context())) {
            return controller.get().certificate(cluster);
        }
    }

    @Override
    public BackupPolicy policy(Path file) {
        return policy(file(file, "the policy"), file.toString());
    }

    @Override
    public List<PolicyProblem> checkPolicy(Path file) {
        return PolicyReader.check(file(file, "the policy"), this::variable);
    }

    BackupPolicy policy(byte[] yaml, String origin) {
        return PolicyReader.read(yaml, origin, this::variable);
    }

    private @Nullable String variable(String name) {
        String value = environment.apply(name);
        return value.isEmpty() ? null : value;
    }

    static byte[] file(Path file, String what) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw Failure.usage(
                    "unreadable-file",
                    "read " + what + " " + file,
                    Files.exists(file) ? String.valueOf(e.getMessage()) : "there is no such file",
                    "check the path and the permissions");
        }
    }

    /** The folder, or the Secret that the options name. */
    KeyHome keyHome(GlobalOptions global, String repository, Supplier<Cluster> cluster) {
        return global.keySecret()
                .map(place -> new KeyHome(configurationHome(), repository, ClusterKeys.in(place, cluster, repository)))
                .orElseGet(() -> folderKeys(repository));
    }

    KeyHome folderKeys(String repository) {
        return new KeyHome(configurationHome(), repository);
    }

    private Path configurationHome() {
        String home = environment.apply("XDG_CONFIG_HOME");
        return home.isEmpty() ? Path.of(System.getProperty("user.home"), ".config") : Path.of(home);
    }
}
