package dev.tidemark.snapshots.git;

import static dev.tidemark.snapshots.git.GitPrograms.git;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.snapshots.model.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the next writer finds after one was killed at the worst moment. */
class RecoveryTest {

    private static final String REF = "refs/heads/live/default";

    @TempDir
    Path folder;

    private SnapshotRepository repository;
    private Path directory;
    private Commit first;
    private Commit second;

    @BeforeEach
    void two_commits() {
        directory = folder.resolve("repo");
        repository = SnapshotRepository.create(directory, false, "live/default");
        first = commit(Map.of("a", "1", "b", "1", "c", "1"));
        second = commit(Map.of("a", "2", "b", "2"));
    }

    @AfterEach
    void close() {
        repository.close();
    }

    private Commit commit(Map<String, String> files) {
        return ((CommitResult.Committed) tryCommit(files)).commit();
    }

    private CommitResult tryCommit(Map<String, String> files) {
        Optional<Commit> tip = repository.tip(REF);
        try (TreeTransaction transaction = repository.begin(tip)) {
            files.forEach((path, text) -> transaction.put(path, text.getBytes(StandardCharsets.UTF_8)));
            return transaction.commit(
                    REF, tip, new CommitDraft("change", "Tidemark", "t@example.com", Instant.EPOCH), CommitSigner.NONE);
        }
    }

    /** The state of a writer that was killed after it had moved the ref from the first to the second commit. */
    private void killedAfterTheRefMoved() throws IOException {
        try (WriterLock lock = WriterLock.acquire(directory.resolve(".git"))) {
            lock.begin(new WriterLock.Move(REF, first.tree(), second.tree()));
        }
    }

    @Test
    void a_ref_lock_of_a_killed_writer_stops_nobody() throws IOException {
        killedAfterTheRefMoved();
        Files.createFile(directory.resolve(".git/" + REF + ".lock"));
        Files.createFile(directory.resolve(".git/index.lock"));
        assertThat(tryCommit(Map.of("a", "3"))).isInstanceOf(CommitResult.Committed.class);
    }

    @Test
    void a_ref_lock_of_somebody_else_is_named_and_left_alone() throws IOException {
        Path lock = Files.createFile(directory.resolve(".git/" + REF + ".lock"));
        assertThatThrownBy(() -> tryCommit(Map.of("a", "3")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(lock.toString());
        assertThat(lock).exists();
        assertThat(repository.tip(REF)).contains(second);
    }

    @Test
    void files_checked_out_by_half_follow_again() throws IOException, InterruptedException {
        git(directory, "read-tree", first.id());
        Files.writeString(directory.resolve("a"), "1");
        killedAfterTheRefMoved();
        commit(Map.of("c", "3"));
        assertThat(git(directory, "status", "--porcelain")).isEmpty();
        assertThat(directory.resolve("a")).hasContent("2");
        assertThat(directory.resolve("c")).hasContent("3");
    }

    @Test
    void a_half_checkout_is_finished_without_another_commit() throws IOException, InterruptedException {
        git(directory, "read-tree", first.id());
        Files.writeString(directory.resolve("a"), "1");
        killedAfterTheRefMoved();
        repository.settle();
        assertThat(git(directory, "status", "--porcelain")).isEmpty();
        assertThat(directory.resolve("a")).hasContent("2");
    }

    @Test
    void a_file_written_by_half_is_removed_and_no_other() throws IOException {
        Path half = Files.createFile(directory.resolve("._a.yaml6721.tmp"));
        Path mine = Files.createFile(directory.resolve("notes.tmp"));
        killedAfterTheRefMoved();
        commit(Map.of("c", "3"));
        assertThat(half).doesNotExist();
        assertThat(mine).exists();
    }

    @Test
    void a_change_of_a_persons_own_is_never_taken_for_a_half_checkout() throws IOException {
        Files.writeString(directory.resolve("a"), "mine");
        killedAfterTheRefMoved();
        CommitResult result = tryCommit(Map.of("c", "3"));
        assertThat(((CommitResult.Committed) result).workTree()).isInstanceOf(WorkTree.LeftDirty.class);
        assertThat(directory.resolve("a")).hasContent("mine");
    }

    @Test
    void packs_that_a_killed_writer_never_finished_do_not_pile_up() throws IOException {
        Path abandoned = Files.createFile(directory.resolve(".git/objects/insert_123.pack"));
        Files.setLastModifiedTime(abandoned, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
        Path growing = Files.createFile(directory.resolve(".git/objects/insert_456.pack"));
        commit(Map.of("a", "3"));
        assertThat(abandoned).doesNotExist();
        assertThat(growing).exists();
    }
}
