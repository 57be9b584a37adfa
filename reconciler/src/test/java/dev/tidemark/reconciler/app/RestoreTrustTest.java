package dev.tidemark.reconciler.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.reconciler.cli.ExitCode;
import dev.tidemark.reconciler.cli.Screen;
import dev.tidemark.reconciler.cli.Verbs;
import dev.tidemark.reconciler.keys.KeyHome;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.CommitDraft;
import dev.tidemark.snapshots.git.CommitResult;
import dev.tidemark.snapshots.git.CommitSigner;
import dev.tidemark.snapshots.git.SigningKey;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.git.TreeTransaction;
import dev.tidemark.snapshots.seal.SealingKeyPair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a restore makes of a history before it asks a cluster: refused with exit 4 and a reason, or let through, which
 * here ends at a cluster that is not there.
 */
class RestoreTrustTest {

    private static final String REF = "refs/heads/live/default";

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private Path repo;
    private Path config;
    private Screen screen = Screen.piped();
    private int number;

    @BeforeAll
    static void certificate() throws IOException {
        Files.write(
                shared.resolve("crt"), SealingKeyPair.generate(Instant.now()).certificatePem());
    }

    @BeforeEach
    void init() {
        repo = folder.resolve("repo");
        config = folder.resolve("config");
        assertThat(run("init", "--bare", "--cert", shared.resolve("crt").toString(), repo.toString()))
                .isEqualTo(ExitCode.DONE);
    }

    private int run(String... args) {
        screen = Screen.piped();
        Map<String, String> environment = Map.of(
                "XDG_CONFIG_HOME",
                config.toString(),
                "TIDEMARK_REPO",
                repo.toString(),
                "TIDEMARK_KUBECONFIG",
                folder.resolve("nowhere").toString());
        Wiring wiring = new Wiring(name -> environment.getOrDefault(name, ""));
        return new Verbs(wiring, screen.terminal(), name -> environment.getOrDefault(name, "")).run(args);
    }

    private String reason(String... options) throws IOException {
        run(Stream.concat(Stream.of("restore", "--dry-run", "-o", "json"), Stream.of(options))
                .toArray(String[]::new));
        return new ObjectMapper()
                .readTree(screen.out())
                .path("error")
                .path("reason")
                .asText();
    }

    /** Let through: what then fails is that there is no cluster. */
    private void passes(String... options) throws IOException {
        assertThat(reason(options)).isEqualTo("no-kubeconfig");
    }

    private void refused(String reason, String... options) throws IOException {
        assertThat(reason(options)).isEqualTo(reason);
        assertThat(screen.err()).startsWith("refused: restore ").contains("\nhint: ");
    }

    private KeyHome home() {
        try (Stream<Path> folders = Files.list(config.resolve("tidemark"))) {
            return new KeyHome(
                    config, folders.findFirst().orElseThrow().getFileName().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Commit snapshot() {
        return snapshot(REF, home().signingKey().orElseThrow());
    }

    private Commit snapshot(String ref, CommitSigner signer) {
        number++;
        String message = "Snapshot\n\nTidemark-Repository: "
                + home().folder().getFileName()
                + "\nTidemark-Component: default\nTidemark-Status: Complete\nTidemark-Seq: "
                + number + "\n";
        try (SnapshotRepository repository = SnapshotRepository.open(repo)) {
            Optional<Commit> tip = repository.tip(ref).or(() -> repository.tip(REF));
            try (TreeTransaction transaction = repository.begin(tip)) {
                transaction.put("count", Integer.toString(number).getBytes(StandardCharsets.UTF_8));
                CommitResult result = transaction.commit(
                        ref, repository.tip(ref), CommitDraft.byTidemark(message, Instant.now()), signer);
                return ((CommitResult.Committed) result).commit();
            }
        }
    }

    private String pin() throws IOException {
        return Files.readString(home().folder().resolve("pins/default"));
    }

    @Test
    void a_history_signed_by_the_repositorys_own_key_is_let_through_and_remembered() throws IOException {
        String begun = pin();
        Commit tip = snapshot();
        passes("HEAD");
        assertThat(pin()).startsWith(begun.substring(0, 41) + tip.id());
        passes("HEAD~1");
        assertThat(pin()).as("an older revision changes nothing").contains(tip.id());
    }

    @Test
    void an_unsigned_commit_under_a_signed_one_is_refused_until_it_is_allowed_by_name() throws IOException {
        Commit bad = snapshot(REF, CommitSigner.NONE);
        snapshot();
        refused("unsigned", "HEAD");
        assertThat(screen.err()).contains("commit " + bad.shortId() + ": it is not signed", "--allow-unsigned");
        passes("HEAD", "--allow-unsigned");
        assertThat(screen.err()).contains("not proven: ", bad.shortId());
        passes("HEAD", "--signatures", "warn");
        passes("HEAD", "--signatures", "off");
        assertThat(screen.err()).doesNotContain("not proven");
    }

    @Test
    void what_somebody_has_put_on_top_says_nothing_against_what_was_there_before() throws IOException {
        Commit good = snapshot();
        passes("HEAD");
        Commit older = snapshot();
        Commit bad = snapshot(REF, CommitSigner.NONE);
        refused("unsigned", "HEAD");
        for (Commit before : new Commit[] {good, older}) {
            passes(before.id());
            assertThat(screen.err()).contains("newer commits of live/default are not proven", bad.shortId());
        }
        Commit above = snapshot();
        refused("unsigned", above.id());
    }

    @Test
    void a_branch_that_was_put_back_is_refused_and_the_pin_named() throws IOException {
        Commit first = snapshot();
        Commit lost = snapshot();
        passes("HEAD");
        try (SnapshotRepository repository = SnapshotRepository.open(repo)) {
            repository.move(REF, Optional.of(lost), first);
        }
        refused("rewound", "HEAD");
        assertThat(screen.err())
                .contains(lost.shortId(), "delete " + home().folder().resolve("pins/default"));
        Files.delete(home().folder().resolve("pins/default"));
        passes("HEAD");
    }

    @Test
    void a_key_that_is_revoked_here_signs_nothing_any_more() throws IOException {
        snapshot();
        passes("HEAD");
        Files.writeString(
                home().folder().resolve("revoked"),
                home().signingKey().orElseThrow().publicLine() + "\n");
        refused("revoked-key", "HEAD");
    }

    @Test
    void a_key_that_is_not_trusted_is_refused() throws IOException {
        snapshot(REF, SigningKey.generate("somebody"));
        refused("untrusted-signature", "HEAD");
        assertThat(screen.err()).contains("is not trusted", "keys trust");
    }

    @Test
    void a_machine_that_has_no_pin_is_told_what_to_look_at() throws IOException {
        String fingerprint = home().signingKey().orElseThrow().fingerprint();
        String root = pin().substring(0, 7);
        snapshot();
        config = folder.resolve("elsewhere");
        refused("untrusted-signature", "HEAD");
        assertThat(screen.err()).contains(fingerprint, root, "--trust " + fingerprint);
        passes("HEAD", "--trust", fingerprint);
    }

    @Test
    void a_restore_point_beside_the_history_must_be_signed_too() throws IOException {
        snapshot();
        Commit good =
                snapshot("refs/tidemark/restore-points/r-1", home().signingKey().orElseThrow());
        Commit bad = snapshot("refs/tidemark/restore-points/r-2", CommitSigner.NONE);
        passes(good.id());
        refused("unsigned", bad.id());
    }

    @Test
    void a_damaged_pin_is_no_reason_to_trust() throws IOException {
        Files.writeString(home().folder().resolve("pins/default"), "x");
        snapshot();
        assertThat(reason("HEAD")).isEqualTo("bad-pin");
    }

    @Test
    void a_repository_is_signed_with_the_key_that_is_named() throws IOException {
        SigningKey key = SigningKey.generate("mounted");
        Path file = folder.resolve("mounted");
        Files.write(file, key.encode().reveal());
        Path other = folder.resolve("other");
        config = folder.resolve("config2");
        assertThat(run(
                        "init",
                        "--bare",
                        "--cert",
                        shared.resolve("crt").toString(),
                        "--signing-key",
                        file.toString(),
                        other.toString()))
                .isEqualTo(ExitCode.DONE);
        assertThat(screen.out()).contains(key.fingerprint());
        assertThat(home().folder().resolve("signing")).doesNotExist();
        repo = other;
        passes("HEAD");
        try (SnapshotRepository repository = SnapshotRepository.open(repo)) {
            Commit root = repository.tip(REF).orElseThrow();
            assertThat(repository.blobAt(root, ".tidemark/allowed_signers").map(repository::read))
                    .hasValueSatisfying(bytes -> assertThat(new String(bytes, StandardCharsets.UTF_8))
                            .contains(key.publicLine()));
        }
        assertThat(run(
                        "init",
                        "--signing-key",
                        "SHA256:nobody",
                        folder.resolve("third").toString()))
                .isEqualTo(ExitCode.USAGE);
        assertThat(folder.resolve("third")).doesNotExist();
    }
}
