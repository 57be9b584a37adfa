package dev.tidemark.snapshots.git;

import static dev.tidemark.snapshots.git.GitPrograms.git;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkTreeFollowerTest {

    private static final String REF = "refs/heads/live/default";

    @TempDir
    Path folder;

    private SnapshotRepository repository;

    @BeforeEach
    void create() {
        repository = SnapshotRepository.create(folder.resolve("repo"), false, "live/default");
    }

    @AfterEach
    void close() {
        repository.close();
    }

    private Path file(String name) {
        return repository.directory().resolve(name);
    }

    private String status() throws IOException, InterruptedException {
        return git(repository.directory(), "status", "--porcelain");
    }

    private WorkTree commit(Map<String, String> files) {
        Optional<Commit> tip = repository.tip(REF);
        try (TreeTransaction transaction = repository.begin(tip)) {
            files.forEach((path, text) -> transaction.put(path, text.getBytes(StandardCharsets.UTF_8)));
            CommitDraft draft =
                    new CommitDraft("change", "Tidemark", "t@example.com", Instant.parse("2026-01-02T03:04:05Z"));
            return ((CommitResult.Committed) transaction.commit(REF, tip, draft, CommitSigner.NONE)).workTree();
        }
    }

    @Test
    void the_first_commit_fills_the_empty_folder() throws IOException, InterruptedException {
        assertThat(commit(Map.of("a/x", "1"))).isInstanceOf(WorkTree.Followed.class);
        assertThat(file("a/x")).hasContent("1");
        assertThat(status()).isEmpty();
    }

    @Test
    void a_staged_change_is_left_alone() throws IOException, InterruptedException {
        commit(Map.of("a", "1"));
        Files.writeString(file("a"), "staged");
        git(repository.directory(), "add", "a");
        assertThat(commit(Map.of("a", "2"))).isEqualTo(new WorkTree.LeftDirty(List.of("a")));
        assertThat(file("a")).hasContent("staged");
    }

    @Test
    void a_deleted_file_is_a_change_too() throws IOException {
        commit(Map.of("a", "1", "b", "1"));
        Files.delete(file("a"));
        assertThat(commit(Map.of("b", "2"))).isEqualTo(new WorkTree.LeftDirty(List.of("a")));
        assertThat(file("a")).doesNotExist();
        assertThat(file("b")).hasContent("1");
    }

    @Test
    void a_file_of_one_s_own_in_the_way_of_a_new_one_is_not_lost() throws IOException {
        commit(Map.of("a", "1"));
        Files.writeString(file("b"), "mine");
        assertThat(commit(Map.of("b", "theirs"))).isEqualTo(new WorkTree.LeftDirty(List.of("b")));
        assertThat(file("b")).hasContent("mine");
    }

    @Test
    void a_file_of_one_s_own_in_nobody_s_way_does_not_keep_the_rest_from_following() throws IOException {
        commit(Map.of("a", "1"));
        Files.writeString(file("notes"), "mine");
        assertThat(commit(Map.of("a", "2"))).isInstanceOf(WorkTree.Followed.class);
        assertThat(file("a")).hasContent("2");
        assertThat(file("notes")).hasContent("mine");
    }

    @Test
    void files_of_another_branch_do_not_follow() throws IOException, InterruptedException {
        commit(Map.of("a", "1"));
        git(repository.directory(), "checkout", "-q", "-b", "review");
        assertThat(commit(Map.of("a", "2"))).isInstanceOf(WorkTree.Unconcerned.class);
        assertThat(file("a")).hasContent("1");
        assertThat(status()).isEmpty();
    }

    @Test
    void files_of_a_past_commit_do_not_follow() throws IOException, InterruptedException {
        commit(Map.of("a", "1"));
        git(repository.directory(), "checkout", "-q", "--detach");
        assertThat(commit(Map.of("a", "2"))).isInstanceOf(WorkTree.Unconcerned.class);
        assertThat(file("a")).hasContent("1");
    }

    @Test
    void many_changed_files_are_named_by_the_first_few() throws IOException {
        Map<String, String> files = new java.util.TreeMap<>();
        for (int i = 0; i < 30; i++) {
            files.put("f" + (10 + i), "1");
        }
        commit(files);
        for (String name : files.keySet()) {
            Files.writeString(file(name), "mine");
        }
        assertThat(commit(Map.of("f10", "2")))
                .isInstanceOfSatisfying(
                        WorkTree.LeftDirty.class,
                        left -> assertThat(left.paths()).hasSize(10).startsWith("f10", "f11"));
    }
}
