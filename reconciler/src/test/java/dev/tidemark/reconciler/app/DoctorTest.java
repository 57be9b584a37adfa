package dev.tidemark.reconciler.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.policies.mapping.NamespaceMap;
import dev.tidemark.policies.select.Selection;
import dev.tidemark.reconciler.cli.ExitCode;
import dev.tidemark.reconciler.cli.Screen;
import dev.tidemark.reconciler.cli.Verbs;
import dev.tidemark.reconciler.keys.KeyHome;
import dev.tidemark.reconciler.restore.RestoreJournal;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.CommitDraft;
import dev.tidemark.snapshots.git.CommitResult;
import dev.tidemark.snapshots.git.CommitSigner;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.git.TreeTransaction;
import dev.tidemark.snapshots.layout.SnapshotLayout;
import dev.tidemark.snapshots.seal.SealingKeyPair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code doctor} without a cluster, on repositories in which one thing is wrong. */
class DoctorTest {

    private static final String REF = "refs/heads/live/default";

    private static SealingKeyPair pair;

    @TempDir
    Path folder;

    private Path repo;
    private Path remote;
    private Screen screen = Screen.piped();
    private int number;

    /** Once, since a pair of RSA-4096 takes its time. */
    @BeforeAll
    static void sealingKey() {
        pair = SealingKeyPair.generate(Instant.now());
    }

    /** A bare repository with a remote, one complete snapshot and all its keys. */
    @BeforeEach
    void init() throws IOException {
        repo = folder.resolve("repo");
        remote = folder.resolve("remote");
        git(folder, "init", "-q", "--bare", remote.toString());
        Path certificate = Files.write(folder.resolve("crt"), pair.certificatePem());
        assertThat(run(
                        "init",
                        "--bare",
                        "--cert",
                        certificate.toString(),
                        "--remote",
                        remote.toString(),
                        repo.toString()))
                .isEqualTo(ExitCode.DONE);
        home().takeUp(pair);
        snapshot(Instant.now());
        git(repo, "push", "-q", "origin", REF);
    }

    private static void git(Path directory, String... arguments) {
        try {
            ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of("git"), Stream.of(arguments))
                            .toList())
                    .directory(directory.toFile())
                    .redirectErrorStream(true);
            builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
            Process process = builder.start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(text).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private int run(String... args) {
        screen = Screen.piped();
        Map<String, String> environment = Map.of(
                "XDG_CONFIG_HOME", folder.resolve("config").toString(),
                "TIDEMARK_REPO", repo.toString(),
                "TIDEMARK_KUBECONFIG", folder.resolve("no-kubeconfig").toString());
        Wiring wiring = new Wiring(name -> environment.getOrDefault(name, ""));
        return new Verbs(wiring, screen.terminal(), name -> environment.getOrDefault(name, "")).run(args);
    }

    private KeyHome home() {
        try (Stream<Path> folders = Files.list(folder.resolve("config/tidemark"))) {
            return new KeyHome(
                    folder.resolve("config"),
                    folders.findFirst().orElseThrow().getFileName().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Commit snapshot(Instant time) {
        return snapshot(time, home().signingKey().orElseThrow(), Map.of());
    }

    private Commit snapshot(Instant time, CommitSigner signer, Map<String, String> files) {
        number++;
        String message = "Snapshot\n\nTidemark-Repository: " + home().folder().getFileName()
                + "\nTidemark-Component: default\nTidemark-Status: Complete\nTidemark-Seq: " + number + "\n";
        try (SnapshotRepository repository = SnapshotRepository.open(repo)) {
            Optional<Commit> tip = repository.tip(REF);
            try (TreeTransaction transaction = repository.begin(tip)) {
                transaction.put(".tidemark/number", Integer.toString(number).getBytes(StandardCharsets.UTF_8));
                files.forEach((path, text) -> transaction.put(path, text.getBytes(StandardCharsets.UTF_8)));
                CommitResult result = transaction.commit(REF, tip, CommitDraft.byTidemark(message, time), signer);
                return ((CommitResult.Committed) result).commit();
            }
        }
    }

    private List<JsonNode> findings(int exit) {
        int code = run("doctor", "-o", "json");
        List<JsonNode> findings = new ArrayList<>();
        try {
            new ObjectMapper().readTree(screen.out()).path("findings").forEach(findings::add);
        } catch (IOException e) {
            throw new UncheckedIOException(screen.out(), e);
        }
        assertThat(code).as(findings + screen.err()).isEqualTo(exit);
        return findings;
    }

    private static List<String> codes(List<JsonNode> findings, String level) {
        return findings.stream()
                .filter(f -> f.path("level").asText().equals(level))
                .map(f -> f.path("code").asText())
                .toList();
    }

    private static JsonNode only(List<JsonNode> findings, String level) {
        List<JsonNode> found = findings.stream()
                .filter(f -> f.path("level").asText().equals(level))
                .toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private JsonNode onlyFailure(String code) {
        JsonNode failure = only(findings(ExitCode.PARTIAL), "fail");
        assertThat(failure.path("code").asText()).as(failure.toString()).isEqualTo(code);
        assertThat(failure.path("fix").asText()).isNotEmpty();
        return failure;
    }

    private List<String> warnings() {
        return codes(findings(ExitCode.DONE), "warn");
    }

    @Test
    void a_repository_that_is_as_it_should_be_has_no_failure_and_warns_of_what_is_not_set_up() {
        List<JsonNode> findings = findings(ExitCode.DONE);
        assertThat(codes(findings, "warn"))
                .containsExactly(
                        "no-kubeconfig",
                        "key-not-escrowed",
                        "key-not-escrowed",
                        "key-not-escrowed",
                        "no-escrow",
                        "hook-missing",
                        "hook-outdated",
                        "signatures");
        assertThat(codes(findings, "ok"))
                .contains("repository", "history", "recent", "signing-key", "key-folder", "remote", "restores", "git");
        assertThat(run("doctor")).isEqualTo(ExitCode.DONE);
        assertThat(screen.out())
                .contains("ok    remote origin: answers, and has all commits\n")
                .containsPattern("warn  escrow: there is none.* -> tidemark keys escrow");
        assertThat(run("doctor", "-q")).isEqualTo(ExitCode.DONE);
        assertThat(screen.out()).isEmpty();
    }

    private Map<String, String> everything() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(path.toString(), Files.getLastModifiedTime(path) + " " + Files.size(path));
            }
        }
        return files;
    }

    @Test
    void nothing_is_written_anywhere() throws IOException {
        snapshot(Instant.now());
        Map<String, String> before = everything();
        findings(ExitCode.PARTIAL);
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void a_key_that_others_may_read_is_named() throws IOException {
        Path key = home().folder().resolve("signing");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
        JsonNode failure = onlyFailure("keys-readable");
        assertThat(failure.path("message").asText()).isEqualTo("others may read signing");
        assertThat(failure.path("fix").asText()).isEqualTo("chmod -R go= " + home().folder());
    }

    @Test
    void a_lost_signing_key_is_named() throws IOException {
        Files.delete(home().folder().resolve("signing"));
        onlyFailure("no-signing-key");
    }

    @Test
    void a_signing_key_that_cannot_be_read_ends_nothing() throws IOException {
        Files.writeString(home().folder().resolve("signing"), "nonsense");
        List<JsonNode> findings = findings(ExitCode.PARTIAL);
        assertThat(codes(findings, "fail")).isNotEmpty();
        assertThat(codes(findings, "ok")).contains("history", "remote", "disk", "java");
    }

    @Test
    void a_signing_key_that_a_restore_would_not_trust_is_named() {
        home().trust("SHA256:" + "A".repeat(43));
        assertThat(codes(findings(ExitCode.PARTIAL), "fail")).contains("signing-key-untrusted");
    }

    @Test
    void lost_trust_is_named() throws IOException {
        Files.delete(home().folder().resolve("trust"));
        assertThat(codes(findings(ExitCode.PARTIAL), "fail")).containsExactly("untrusted-signature", "no-trust");
    }

    @Test
    void a_history_that_was_never_verified_here_is_a_warning() throws IOException {
        Files.delete(home().folder().resolve("pins/default"));
        assertThat(warnings()).contains("not-verified");
    }

    @Test
    void an_unsigned_commit_is_named() {
        Commit bad = snapshot(Instant.now(), CommitSigner.NONE, Map.of());
        git(repo, "push", "-q", "origin", REF);
        assertThat(onlyFailure("unsigned").path("subject").asText()).isEqualTo(bad.shortId());
    }

    @Test
    void an_expired_certificate_is_named() {
        home().takeUp(SealingKeyPair.generate(Instant.parse("2001-01-01T00:00:00Z")));
        assertThat(onlyFailure("certificate-expired").path("fix").asText()).isEqualTo("tidemark keys rotate");
    }

    @Test
    void without_a_certificate_secrets_are_left_out() throws IOException {
        Files.delete(home().folder().resolve("sealing.crt"));
        onlyFailure("no-certificate");
    }

    @Test
    void a_certificate_whose_key_is_nowhere_is_named() throws IOException {
        Files.delete(home().folder().resolve("sealing.key"));
        onlyFailure("key-missing");
    }

    @Test
    void a_repository_without_a_complete_snapshot_brings_nothing_back() {
        git(repo, "update-ref", REF, REF + "~1"); // the first commit of a repository is no snapshot
        assertThat(onlyFailure("stale").path("fix").asText()).isEqualTo("tidemark snapshot");
    }

    @Test
    void a_snapshot_that_is_older_than_a_day_is_a_warning() {
        git(repo, "update-ref", REF, REF + "~1");
        snapshot(Instant.now().minus(Duration.ofDays(2)));
        assertThat(codes(findings(ExitCode.PARTIAL), "warn")).contains("stale");
    }

    @Test
    void a_remote_that_lacks_commits_is_named_with_their_number() {
        snapshot(Instant.now());
        snapshot(Instant.now());
        assertThat(onlyFailure("not-pushed").path("message").asText())
                .isEqualTo("2 commits of live/default not pushed");
    }

    @Test
    void a_remote_that_does_not_answer_is_named() throws IOException {
        Files.move(remote, folder.resolve("elsewhere"));
        assertThat(onlyFailure("remote-unreachable").path("subject").asText()).isEqualTo("remote origin");
    }

    @Test
    void a_remote_that_another_writer_has_pushed_to_is_a_warning() {
        Path clone = folder.resolve("clone");
        git(folder, "clone", "-q", "-b", "live/default", remote.toString(), clone.toString());
        git(clone, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "--allow-empty", "-m", "more");
        git(clone, "push", "-q", "origin", "live/default");
        assertThat(warnings()).contains("remote-ahead");
    }

    @Test
    void without_a_remote_the_disk_is_all_there_is() {
        git(repo, "remote", "remove", "origin");
        assertThat(warnings()).contains("no-remote");
    }

    @Test
    void hooks_that_are_in_place_are_one_line() {
        assertThat(run("hooks", "install")).isEqualTo(ExitCode.DONE);
        assertThat(codes(findings(ExitCode.DONE), "ok")).containsOnlyOnce("hooks");
    }

    @Test
    void what_killed_writers_left_is_named() throws IOException {
        Files.writeString(repo.resolve("tidemark.lock"), REF + " " + "1".repeat(40) + " " + "2".repeat(40) + "\n");
        assertThat(warnings()).contains("unfinished-writer");
        Path lock = Files.createFile(repo.resolve("refs/heads/live/default.lock"));
        assertThat(warnings()).contains("unfinished-writer");
        Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        assertThat(onlyFailure("abandoned-lock").path("subject").asText()).isEqualTo(lock.toString());
    }

    @Test
    void a_restore_without_an_end_is_named_with_what_to_do() {
        try (SnapshotRepository repository = SnapshotRepository.open(repo)) {
            Commit tip = repository.tip(REF).orElseThrow();
            new RestoreJournal(repository, home().signingKey().orElseThrow(), Clock.systemUTC())
                    .write(new RestoreJournal.Entry(
                            "r-1",
                            "default",
                            tip.id(),
                            Optional.empty(),
                            Selection.everything(),
                            NamespaceMap.none(),
                            "plan",
                            "somebody",
                            RestoreJournal.Entry.STARTED,
                            List.of()));
        }
        List<JsonNode> findings = findings(ExitCode.DONE);
        JsonNode restore = findings.stream()
                .filter(f -> f.path("code").asText().equals("unfinished-restore"))
                .findFirst()
                .orElseThrow();
        assertThat(restore.path("subject").asText()).isEqualTo("restore r-1");
        assertThat(restore.path("fix").asText()).contains("tidemark undo r-1");
        assertThat(codes(findings, "warn")).contains("not-pushed");
    }

    @Test
    void a_policy_that_cannot_be_read_ends_nothing() {
        snapshot(Instant.now(), home().signingKey().orElseThrow(), Map.of(SnapshotLayout.POLICY, "kind: Nonsense\n"));
        git(repo, "push", "-q", "origin", REF);
        List<JsonNode> findings = findings(ExitCode.PARTIAL);
        assertThat(only(findings, "fail").path("subject").asText()).isEqualTo("policy");
        assertThat(codes(findings, "ok")).contains("history", "remote");
    }

    @Test
    void a_branch_that_no_component_writes_any_more_is_a_warning() {
        git(repo, "branch", "live/old", REF);
        git(repo, "push", "-q", "origin", "live/old");
        assertThat(warnings()).contains("no-component");
    }

    @Test
    void a_key_folder_inside_the_repository_is_named() throws IOException {
        Path config = folder.resolve("config");
        Files.move(config, repo.resolve("keys"));
        Files.createSymbolicLink(config, repo.resolve("keys"));
        onlyFailure("keys-in-repository");
    }
}
