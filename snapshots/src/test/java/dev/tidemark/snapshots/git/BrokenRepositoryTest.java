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
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokenRepositoryTest {

    private static final String REF = "refs/heads/live/default";

    @TempDir
    Path folder;

    private Path directory;

    @BeforeEach
    void create() {
        directory = folder.resolve("repo");
        try (SnapshotRepository repository = SnapshotRepository.create(directory, true, "live/default")) {
            try (TreeTransaction transaction = repository.begin(Optional.empty())) {
                transaction.put("a", "1".getBytes(StandardCharsets.UTF_8));
                transaction.commit(REF, Optional.empty(), draft(), CommitSigner.NONE);
            }
        }
    }

    private static CommitDraft draft() {
        return new CommitDraft("first", "Tidemark", "t@example.com", Instant.parse("2026-01-02T03:04:05Z"));
    }

    private List<Path> packs(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("objects/pack"))) {
            return files.filter(f -> f.toString().endsWith(suffix)).toList();
        }
    }

    private void corrupt(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.outcome()).isEqualTo(Failure.Outcome.FAILED);
            assertThat(failure.reason()).isEqualTo("corrupt-repository");
            assertThat(failure.tried()).contains(directory.toString());
            assertThat(failure.hint()).contains("git fsck");
        });
    }

    @Test
    void a_lost_pack_is_told_as_damage() throws IOException {
        for (Path pack : packs(".pack")) {
            Files.delete(pack);
        }
        try (SnapshotRepository repository = SnapshotRepository.open(directory)) {
            corrupt(() -> repository.tip(REF));
        }
    }

    @Test
    void a_branch_that_points_nowhere_is_told_as_damage() throws IOException {
        Files.writeString(directory.resolve(REF), "0123456789012345678901234567890123456789\n");
        try (SnapshotRepository repository = SnapshotRepository.open(directory)) {
            corrupt(() -> repository.tip(REF));
        }
    }

    @Test
    void flipped_bytes_in_a_pack_are_told_as_damage_and_never_read_as_content() throws IOException {
        Commit tip;
        try (SnapshotRepository repository = SnapshotRepository.open(directory)) {
            tip = repository.tip(REF).orElseThrow();
        }
        for (Path pack : packs(".pack")) {
            byte[] bytes = Files.readAllBytes(pack);
            for (int i = 12; i < bytes.length - 20; i++) {
                bytes[i] ^= 0x55;
            }
            pack.toFile().setWritable(true);
            Files.write(pack, bytes);
        }
        try (SnapshotRepository repository = SnapshotRepository.open(directory)) {
            corrupt(() -> repository.blobAt(tip, "a").map(repository::read));
        }
    }

    @Test
    void a_history_outlives_a_run_that_ended_before_its_commit() throws IOException, InterruptedException {
        try (SnapshotRepository repository = SnapshotRepository.open(directory)) {
            Commit tip = repository.tip(REF).orElseThrow();
            List<Path> before = packs("");
            TreeTransaction abandoned = repository.begin(Optional.of(tip));
            abandoned.put("b", "2".getBytes(StandardCharsets.UTF_8));
            abandoned.close();
            assertThat(packs("")).isEqualTo(before);
            assertThat(repository.tip(REF)).contains(tip);
            assertThat(git(directory, "fsck", "--strict", "--full")).doesNotContain("error", "missing", "dangling");
        }
    }
}
