package dev.tidemark.snapshots.git;

import static dev.tidemark.snapshots.git.GitPrograms.git;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.snapshots.model.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotRepositoryTest {

    private static final String REF = "refs/heads/live/default";

    @TempDir
    Path folder;

    private SnapshotRepository repository;

    private SnapshotRepository create(boolean bare) {
        repository = SnapshotRepository.create(folder.resolve("repo"), bare, "live/default");
        return repository;
    }

    @AfterEach
    void close() {
        if (repository != null) {
            repository.close();
        }
    }

    private CommitResult commit(Map<String, String> files, List<String> removed, CommitSigner signer) {
        Optional<Commit> tip = repository.tip(REF);
        try (TreeTransaction transaction = repository.begin(tip)) {
            files.forEach((path, text) -> transaction.put(path, text.getBytes(StandardCharsets.UTF_8)));
            removed.forEach(transaction::remove);
            return transaction.commit(REF, tip, draft("change"), signer);
        }
    }

    private static CommitDraft draft(String message) {
        return new CommitDraft(message, "Tidemark", "tidemark@example.com", Instant.parse("2026-01-02T03:04:05Z"));
    }

    private static Commit committed(CommitResult result) {
        assertThat(result).isInstanceOf(CommitResult.Committed.class);
        return ((CommitResult.Committed) result).commit();
    }

    @Test
    void git_finds_nothing_to_complain_about_and_the_same_tree() throws IOException, InterruptedException {
        create(true);
        Map<String, String> files = new TreeMap<>(Map.of(
                "a/b.yaml",
                "1",
                "a.b/c",
                "2",
                "a-b",
                "3",
                "a0",
                "4",
                "deep/er/and/deeper/x",
                "5",
                "deep/er.yaml",
                "6"));
        commit(files, List.of(), CommitSigner.NONE);
        files.put("a/b.yaml", "changed");
        files.remove("deep/er/and/deeper/x");
        Commit tip =
                committed(commit(Map.of("a/b.yaml", "changed"), List.of("deep/er/and/deeper/x"), CommitSigner.NONE));

        Path work = Files.createDirectory(folder.resolve("work"));
        git(work, "init", "-q");
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = work.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        git(work, "add", "-A");
        assertThat(tip.tree()).isEqualTo(git(work, "write-tree"));
        assertThat(git(repository.directory(), "fsck", "--strict", "--full"))
                .doesNotContain("error", "warning", "missing");
        assertThat(git(repository.directory(), "log", "--format=%an %ae %ad %s", "--date=iso-strict", "live/default"))
                .startsWith("Tidemark tidemark@example.com 2026-01-02T03:04:05");
    }

    @Test
    void an_unchanged_tree_makes_no_commit_and_leaves_no_file() throws IOException {
        create(true);
        commit(Map.of("a/b", "1"), List.of(), CommitSigner.NONE);
        List<Path> before = files();
        assertThat(commit(Map.of("a/b", "1"), List.of(), CommitSigner.NONE)).isInstanceOf(CommitResult.Unchanged.class);
        assertThat(files()).isEqualTo(before);
    }

    private List<Path> files() throws IOException {
        try (var paths = Files.walk(repository.directory())) {
            return paths.sorted().toList();
        }
    }

    @Test
    void of_two_writers_one_wins_and_the_other_is_told() {
        create(true);
        Commit base = committed(commit(Map.of("a", "1"), List.of(), CommitSigner.NONE));
        try (TreeTransaction slow = repository.begin(Optional.of(base))) {
            slow.put("b", "slow".getBytes(StandardCharsets.UTF_8));
            Commit fast = committed(commit(Map.of("c", "fast"), List.of(), CommitSigner.NONE));
            assertThat(slow.commit(REF, Optional.of(base), draft("slow"), CommitSigner.NONE))
                    .isInstanceOf(CommitResult.Raced.class);
            assertThat(repository.tip(REF)).contains(fast);
        }
    }

    @Test
    void git_verifies_our_signature_and_we_verify_it_too() throws IOException, InterruptedException {
        create(true);
        SigningKey key = SigningKey.generate("backup@shop");
        Commit commit = committed(commit(Map.of("a", "1"), List.of(), key));
        Path signers = folder.resolve("allowed_signers");
        Files.writeString(signers, "backup@shop " + key.publicLine() + "\n");
        assertThat(git(
                        repository.directory(),
                        "-c",
                        "gpg.format=ssh",
                        "-c",
                        "gpg.ssh.allowedSignersFile=" + signers,
                        "verify-commit",
                        commit.id()))
                .contains("Good \"git\" signature for backup@shop");
        assertThat(TrustedSigners.parse(Files.readString(signers)).verify(repository, commit))
                .isEqualTo(new TrustedSigners.Verdict.Trusted(key.fingerprint()));
        assertThat(TrustedSigners.parse(SigningKey.generate("x").fingerprint()).verify(repository, commit))
                .isEqualTo(new TrustedSigners.Verdict.Untrusted(key.fingerprint()));
    }

    @Test
    void an_unsigned_or_altered_commit_is_never_trusted() throws IOException, InterruptedException {
        create(true);
        SigningKey key = SigningKey.generate("backup@shop");
        TrustedSigners trusted = TrustedSigners.parse(key.fingerprint());
        Commit unsigned = committed(commit(Map.of("a", "1"), List.of(), CommitSigner.NONE));
        assertThat(trusted.verify(repository, unsigned)).isInstanceOf(TrustedSigners.Verdict.Unsigned.class);

        Commit signed = committed(commit(Map.of("a", "2"), List.of(), key));
        Path altered = folder.resolve("altered");
        Files.writeString(
                altered,
                git(repository.directory(), "cat-file", "commit", signed.id()).replace("change", "chance") + "\n");
        String id = git(repository.directory(), "hash-object", "-t", "commit", "-w", altered.toString());
        assertThat(trusted.verify(repository, repository.resolve(id).orElseThrow()))
                .isInstanceOf(TrustedSigners.Verdict.Invalid.class);
    }

    @Test
    void ssh_keygen_reads_our_key_and_we_read_its() throws IOException, InterruptedException {
        SigningKey ours = SigningKey.generate("backup@shop");
        Path file = folder.resolve("ours");
        Files.write(file, ours.encode().reveal());
        Files.setPosixFilePermissions(file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        assertThat(GitPrograms.run(folder, "ssh-keygen", "-y", "-f", file.toString())
                        .text()
                        .strip())
                .isEqualTo(ours.publicLine());
        assertThat(SigningKey.parse(ours.encode()).publicLine()).isEqualTo(ours.publicLine());
        assertThat(ours.encode().toString()).isEqualTo("<secret>");

        GitPrograms.run(folder, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "theirs", "-f", "theirs");
        SigningKey theirs = SigningKey.parse(
                new dev.tidemark.snapshots.model.SecretValue(Files.readAllBytes(folder.resolve("theirs"))));
        assertThat(theirs.publicLine())
                .isEqualTo(Files.readString(folder.resolve("theirs.pub")).strip());
    }

    @Test
    void a_clean_work_tree_follows_and_a_dirty_one_is_left_alone_and_named() throws IOException, InterruptedException {
        create(false);
        commit(Map.of("a/x", "1", "b", "1"), List.of(), CommitSigner.NONE);
        CommitResult.Committed second =
                (CommitResult.Committed) commit(Map.of("a/x", "2"), List.of("b"), CommitSigner.NONE);
        assertThat(second.workTree()).isInstanceOf(WorkTree.Followed.class);
        assertThat(git(repository.directory(), "status", "--porcelain")).isEmpty();
        assertThat(repository.directory().resolve("b")).doesNotExist();
        assertThat(repository.directory().resolve("a/x")).hasContent("2");

        Files.writeString(repository.directory().resolve("a/x"), "mine");
        CommitResult.Committed third =
                (CommitResult.Committed) commit(Map.of("a/x", "3"), List.of(), CommitSigner.NONE);
        assertThat(third.workTree()).isEqualTo(new WorkTree.LeftDirty(List.of("a/x")));
        assertThat(repository.directory().resolve("a/x")).hasContent("mine");
    }

    @Test
    void a_revision_is_what_git_resolves_and_digits_are_no_hash() {
        create(true);
        Commit first = committed(commit(Map.of("a", "1"), List.of(), CommitSigner.NONE));
        Commit second = committed(commit(Map.of("a", "2"), List.of(), CommitSigner.NONE));
        assertThat(repository.resolve("HEAD~1")).contains(first);
        assertThat(repository.resolve(second.shortId() + "0000000000")).isEmpty();
        assertThat(repository.resolve("live/default")).contains(second);
        assertThat(repository.resolve("2026")).isEmpty();
        assertThat(repository.resolve("2 hours ago")).isEmpty();
        assertThat(repository.changes(Optional.of(first), second))
                .singleElement()
                .satisfies(c -> assertThat(c.path()).isEqualTo("a"));
    }

    @Test
    void a_push_brings_the_branch_and_says_when_the_remote_moved() throws IOException, InterruptedException {
        create(true);
        Path remote = Files.createDirectory(folder.resolve("remote"));
        git(remote, "init", "-q", "--bare");
        repository.addRemote("origin", remote.toUri().toString());
        Commit first = committed(commit(Map.of("a", "1"), List.of(), CommitSigner.NONE));
        var push = List.of(new Remote.RefPush(REF, false));
        assertThat(repository.remote("origin").push(push)).isEqualTo(new Remote.Result.Pushed());
        assertThat(git(remote, "rev-parse", "live/default")).isEqualTo(first.id());

        Path other = folder.resolve("other");
        git(folder, "clone", "-q", "-b", "live/default", remote.toString(), "other");
        git(other, "-c", "user.name=x", "-c", "user.email=x@x", "commit", "-q", "--allow-empty", "-m", "theirs");
        git(other, "push", "-q");
        commit(Map.of("a", "2"), List.of(), CommitSigner.NONE);
        assertThat(repository.remote("origin").push(push)).isEqualTo(new Remote.Result.Raced());
        repository.addRemote("gone", folder.resolve("nowhere").toUri().toString());
        assertThat(repository.remote("gone").push(push)).isInstanceOf(Remote.Result.Failed.class);
    }

    @Test
    void files_put_by_several_threads_at_once_are_all_there() throws IOException, InterruptedException {
        create(true);
        Commit commit;
        try (TreeTransaction transaction = repository.begin(Optional.empty())) {
            IntStream.range(0, 2000)
                    .parallel()
                    .forEach(i ->
                            transaction.put("f/" + i % 50 + "/" + i, ("text " + i).getBytes(StandardCharsets.UTF_8)));
            commit = committed(transaction.commit(REF, Optional.empty(), draft("many"), CommitSigner.NONE));
        }
        TreeIndex index = repository.index(commit);
        assertThat(index.size()).isEqualTo(2000);
        index.forEach((path, blob) -> assertThat(repository.read(blob))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("text " + path.substring(path.lastIndexOf('/') + 1)));
        assertThat(git(repository.directory(), "fsck", "--strict", "--full")).doesNotContain("error", "missing");
    }

    @Test
    void a_record_takes_the_place_of_its_predecessor_and_keeps_no_history() throws IOException, InterruptedException {
        create(true);
        String ref = "refs/tidemark/runs/default";
        SigningKey key = SigningKey.generate("backup@shop");
        for (String text : List.of("first", "second")) {
            try (TreeTransaction transaction = repository.begin(Optional.empty())) {
                transaction.replace(ref, draft(text), key);
            }
        }
        Commit record = repository.tip(ref).orElseThrow();
        assertThat(record.message()).isEqualTo("second");
        assertThat(record.parents()).isEmpty();
        assertThat(repository.index(record).size()).isZero();
        assertThat(TrustedSigners.parse(key.fingerprint()).verify(repository, record))
                .isInstanceOf(TrustedSigners.Verdict.Trusted.class);
        assertThat(git(repository.directory(), "fsck", "--strict")).doesNotContain("error", "warning");
    }

    @Test
    void a_remote_that_will_not_take_a_branch_fails_with_its_words() throws IOException, InterruptedException {
        create(true);
        commit(Map.of("a", "1"), List.of(), CommitSigner.NONE);
        Path remote = Files.createDirectory(folder.resolve("remote"));
        git(remote, "init", "-q", "-b", "live");
        git(remote, "-c", "user.name=x", "-c", "user.email=x@x", "commit", "-q", "--allow-empty", "-m", "in the way");
        repository.addRemote("origin", remote.toUri().toString());
        assertThat(repository.remote("origin").push(List.of(new Remote.RefPush(REF, false))))
                .isInstanceOfSatisfying(Remote.Result.Failed.class, failed -> assertThat(failed.why())
                        .startsWith("refs/heads/live/default: "));
    }

    @Test
    void a_record_is_pushed_over_the_one_that_the_remote_has() throws IOException, InterruptedException {
        create(true);
        Path remote = Files.createDirectory(folder.resolve("remote"));
        git(remote, "init", "-q", "--bare");
        repository.addRemote("origin", remote.toUri().toString());
        String ref = "refs/tidemark/runs/default";
        for (String text : List.of("first", "second")) {
            try (TreeTransaction transaction = repository.begin(Optional.empty())) {
                transaction.replace(ref, draft(text), CommitSigner.NONE);
            }
            assertThat(repository.remote("origin").push(List.of(new Remote.RefPush(ref, true))))
                    .isEqualTo(new Remote.Result.Pushed());
        }
        assertThat(git(remote, "log", "--format=%s", ref)).isEqualTo("second");
    }

    @Test
    void what_is_no_repository_is_said_so() throws IOException {
        assertThatThrownBy(() -> SnapshotRepository.open(folder))
                .isInstanceOfSatisfying(
                        Failure.class, f -> assertThat(f.reason()).isEqualTo("not-a-repository"));
        create(true);
        assertThatThrownBy(() -> SnapshotRepository.create(folder.resolve("repo"), true, "main"))
                .isInstanceOfSatisfying(
                        Failure.class, f -> assertThat(f.reason()).isEqualTo("exists"));
        Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> SnapshotRepository.open(folder.resolve("file")))
                .isInstanceOfSatisfying(
                        Failure.class, f -> assertThat(f.reason()).isEqualTo("not-a-repository"));
    }
}
