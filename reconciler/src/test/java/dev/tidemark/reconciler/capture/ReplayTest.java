package dev.tidemark.reconciler.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.CommitDraft;
import dev.tidemark.snapshots.git.CommitResult;
import dev.tidemark.snapshots.git.SigningKey;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.git.TreeTransaction;
import dev.tidemark.snapshots.git.TrustedSigners;
import dev.tidemark.snapshots.layout.Trailers;
import dev.tidemark.snapshots.model.BlobId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {

    private static final String OURS = "refs/heads/live/default";
    private static final String THEIRS = "refs/remotes/origin/live/default";
    private static final SigningKey KEY = SigningKey.generate("backup@shop");

    @TempDir
    Path folder;

    private SnapshotRepository repository;
    private Commit base;

    @BeforeEach
    void create() {
        repository = SnapshotRepository.create(folder.resolve("repo"), true, "live/default");
        base = commit(OURS, Optional.empty(), 100, 1, "", Map.of("a", "1", "b", "1"));
        repository.move(THEIRS, Optional.empty(), base);
    }

    @AfterEach
    void close() {
        repository.close();
    }

    /** An empty text removes a file. */
    private Commit commit(
            String ref,
            Optional<Commit> parent,
            int revision,
            int sequence,
            String selection,
            Map<String, String> files) {
        try (TreeTransaction transaction = repository.begin(parent)) {
            files.forEach((path, text) -> {
                if (text.isEmpty()) {
                    transaction.remove(path);
                } else {
                    transaction.put(path, text.getBytes(StandardCharsets.UTF_8));
                }
            });
            String message = "at " + revision + "\n\nTidemark-Revision: " + revision + "\nTidemark-Seq: " + sequence
                    + "\nTidemark-Status: Complete\n"
                    + (selection.isEmpty() ? "" : "Tidemark-Selection: " + selection + "\n");
            CommitDraft draft = new CommitDraft(message, "T", "t@example.com", Instant.ofEpochSecond(revision));
            return ((CommitResult.Committed) transaction.commit(ref, parent, draft, KEY)).commit();
        }
    }

    private Commit ours(int revision, int sequence, Map<String, String> files) {
        return commit(OURS, repository.tip(OURS), revision, sequence, "", files);
    }

    private Commit theirs(int revision, int sequence, Map<String, String> files) {
        return commit(THEIRS, repository.tip(THEIRS), revision, sequence, "", files);
    }

    private Replay.Replayed replay(Commit remote) {
        return new Replay(repository, KEY).onto(remote, OURS).orElseThrow();
    }

    private Optional<String> text(Commit commit, String path) {
        return repository.blobAt(commit, path).map(this::text);
    }

    private String text(BlobId blob) {
        return new String(repository.read(blob), StandardCharsets.UTF_8);
    }

    @Test
    void a_newer_observation_goes_on_top_and_is_the_whole_cluster() {
        Commit remote = theirs(110, 2, Map.of("a", "2", "c", "theirs"));
        ours(120, 2, Map.of("b", "3"));
        Replay.Replayed replayed = replay(remote);
        Commit tip = replayed.tip();
        assertThat(replayed.dropped()).isEmpty();
        assertThat(repository.tip(OURS)).contains(tip);
        assertThat(tip.parents()).containsExactly(remote.id());
        assertThat(text(tip, "a")).contains("1");
        assertThat(text(tip, "b")).contains("3");
        assertThat(text(tip, "c")).isEmpty();
        assertThat(Trailers.of(tip.message()).get(Trailers.SEQUENCE)).contains("3");
        assertThat(Trailers.of(tip.message()).get(Trailers.REVISION)).contains("120");
        assertThat(TrustedSigners.parse(KEY.fingerprint()).verify(repository, tip))
                .isInstanceOf(TrustedSigners.Verdict.Trusted.class);
    }

    @Test
    void an_older_observation_is_never_the_tip_again() {
        Commit mine = ours(110, 2, Map.of("a", "mine"));
        Commit remote = theirs(120, 2, Map.of("a", "theirs"));
        Replay.Replayed replayed = replay(remote);
        assertThat(replayed.tip()).isEqualTo(remote);
        assertThat(replayed.dropped()).containsExactly(mine);
        assertThat(repository.tip(OURS)).contains(remote);
    }

    @Test
    void of_several_each_is_judged_by_its_own_revision() {
        Commit older = ours(110, 2, Map.of("a", "2"));
        ours(130, 3, Map.of("a", "3"));
        Commit remote = theirs(120, 2, Map.of("a", "theirs"));
        Replay.Replayed replayed = replay(remote);
        assertThat(replayed.dropped()).containsExactly(older);
        assertThat(replayed.tip().parents()).containsExactly(remote.id());
        assertThat(text(replayed.tip(), "a")).contains("3");
    }

    @Test
    void revisions_are_numbers_and_not_words() {
        Commit remote = theirs(999, 2, Map.of("a", "theirs"));
        ours(1000, 2, Map.of("a", "mine"));
        assertThat(text(replay(remote).tip(), "a")).contains("mine");
    }

    @Test
    void of_a_narrow_snapshot_only_its_own_changes_count() {
        Commit remote = theirs(110, 2, Map.of("a", "theirs", "c", "theirs"));
        commit(OURS, Optional.of(base), 120, 2, "-n shop", Map.of("b", ""));
        Commit tip = replay(remote).tip();
        assertThat(text(tip, "a")).contains("theirs");
        assertThat(text(tip, "c")).contains("theirs");
        assertThat(text(tip, "b")).isEmpty();
    }

    @Test
    void what_both_saw_alike_is_told_once() {
        Commit remote = theirs(110, 2, Map.of("a", "2"));
        ours(120, 2, Map.of("a", "2"));
        assertThat(replay(remote).tip()).isEqualTo(remote);
    }

    @Test
    void a_replayed_commit_is_never_older_than_what_it_stands_on() {
        Commit remote = theirs(200, 2, Map.of("a", "theirs"));
        commit(OURS, Optional.of(base), 300, 2, "", Map.of("a", "mine"));
        assertThat(replay(remote).tip().time()).isAfterOrEqualTo(remote.time());
    }
}
