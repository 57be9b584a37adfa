package dev.tidemark.snapshots.history;

import static dev.tidemark.snapshots.git.GitPrograms.git;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.GitPrograms;
import dev.tidemark.snapshots.model.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path folder;

    private SampleHistory sample;
    private History history;

    @BeforeEach
    void create() {
        sample = new SampleHistory(folder.resolve("repo"));
        history = new History(sample.repository(), "default", CLOCK);
    }

    @AfterEach
    void close() {
        sample.close();
    }

    private static void refused(ThrowingCallable call, String reason, String... words) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.outcome()).isEqualTo(Failure.Outcome.USAGE);
            assertThat(failure.reason()).isEqualTo(reason);
            assertThat(failure.why() + " | " + failure.hint()).contains(words);
        });
    }

    @Test
    void latest_is_the_newest_complete_snapshot_and_passes_over_partial_ones_and_other_commits() {
        sample.snapshot("default", "Complete", "2026-11-20T09:00:00Z");
        Commit complete = sample.snapshot("default", "Complete", "2026-11-21T09:00:00Z");
        sample.snapshot("default", "Partial", "2026-11-22T09:00:00Z");
        sample.commit("default", "Edited by hand\n", "2026-11-22T10:00:00Z", Map.of("note", "x"));
        sample.commit(
                "default",
                "Run of default\n\nTidemark-Snapshot: " + complete.id() + "\nTidemark-Status: Complete\n",
                "2026-11-22T11:00:00Z",
                Map.of("note", "y"));
        assertThat(history.resolve("latest")).isEqualTo(complete);
    }

    @Test
    void without_a_complete_snapshot_latest_names_the_newest_partial_one() {
        refused(() -> history.resolve("latest"), "no-complete-snapshot", "no snapshot yet");
        sample.snapshot("default", "Partial", "2026-11-21T09:00:00Z");
        Commit newest = sample.snapshot("default", "Partial", "2026-11-22T09:00:00Z");
        refused(() -> history.resolve("latest"), "no-complete-snapshot", newest.shortId());
    }

    @Test
    void a_time_is_the_last_complete_snapshot_at_or_before_it() {
        Commit first = sample.snapshot("default", "Complete", "2026-11-20T09:00:00Z");
        Commit second = sample.snapshot("default", "Complete", "2026-11-21T09:00:00Z");
        sample.snapshot("default", "Partial", "2026-11-21T10:00:00Z");
        assertThat(history.resolve("2026-11-21T09:00:00Z")).isEqualTo(second);
        assertThat(history.resolve("2026-11-21T08:59:59Z")).isEqualTo(first);
        assertThat(history.resolve("2026-11-21")).isEqualTo(second);
        assertThat(history.resolve("25 hours ago")).isEqualTo(second);
        assertThat(history.resolve("2 days ago")).isEqualTo(first);
        refused(() -> history.resolve("2026-11-19"), "unknown-revision", "2026-11-19T23:59:59Z", "live/default");
    }

    @Test
    void a_time_means_the_committer_s_not_the_author_s() throws IOException, InterruptedException {
        Commit old = sample.snapshot("default", "Complete", "2026-11-20T09:00:00Z");
        Path repo = sample.repository().directory();
        GitPrograms.Output made = GitPrograms.run(
                repo,
                "sh",
                "-c",
                "GIT_AUTHOR_DATE=2026-11-01T00:00:00Z GIT_COMMITTER_DATE=2026-11-21T09:00:00Z"
                        + " git -c user.name=x -c user.email=x@example.com commit-tree HEAD^{tree} -p HEAD"
                        + " -m 'Snapshot' -m 'Tidemark-Status: Complete'");
        git(repo, "update-ref", "refs/heads/live/default", made.text().strip());
        assertThat(history.resolve("2026-11-20T12:00Z")).isEqualTo(old);
        assertThat(history.resolve("2026-11-21T12:00Z").id())
                .isEqualTo(made.text().strip());
    }

    @Test
    void times_and_latest_look_at_their_own_component_alone() {
        Commit ours = sample.snapshot("default", "Complete", "2026-11-20T09:00:00Z");
        Commit others = sample.snapshot("apps", "Complete", "2026-11-21T09:00:00Z");
        assertThat(history.resolve("latest")).isEqualTo(ours);
        assertThat(history.resolve("now")).isEqualTo(ours);
        assertThat(new History(sample.repository(), "apps", CLOCK).resolve("latest"))
                .isEqualTo(others);
        assertThat(history.resolve("live/apps")).isEqualTo(others);
    }

    @Test
    void a_name_of_git_wins_over_a_time() throws IOException, InterruptedException {
        Commit first = sample.snapshot("default", "Complete", "2026-11-20T09:00:00Z");
        Commit second = sample.snapshot("default", "Complete", "2026-11-21T09:00:00Z");
        assertThat(history.resolve("yesterday")).isEqualTo(second);
        git(sample.repository().directory(), "tag", "yesterday", first.id());
        assertThat(history.resolve("yesterday")).isEqualTo(first);
        assertThat(history.resolve("HEAD~1")).isEqualTo(first);
        assertThat(history.resolve(second.shortId())).isEqualTo(second);
    }

    @Test
    void a_revision_that_means_nothing_is_said_so() {
        sample.snapshot("default", "Complete", "2026-11-20T09:00:00Z");
        refused(() -> history.resolve("no-such-branch"), "unknown-revision", "neither a commit");
        refused(() -> history.resolve("20261120"), "unknown-revision", "neither a commit");
        refused(() -> history.since("sometime"), "bad-time", "it is none");
        refused(() -> history.until("sometime"), "bad-time", "it is none");
    }

    @Test
    void a_day_begins_a_span_with_its_first_second_and_ends_one_with_its_last() {
        assertThat(history.since("2026-11-01")).isEqualTo(Instant.parse("2026-11-01T00:00:00Z"));
        assertThat(history.until("2026-11-01")).isEqualTo(Instant.parse("2026-11-01T23:59:59Z"));
    }

    @Test
    void the_component_is_head_s_else_the_only_one_else_a_question() throws IOException, InterruptedException {
        sample.snapshot("apps", "Complete", "2026-11-20T09:00:00Z");
        assertThat(History.defaultComponent(sample.repository())).isEqualTo("default");
        git(sample.repository().directory(), "symbolic-ref", "HEAD", "refs/heads/main");
        assertThat(History.defaultComponent(sample.repository())).isEqualTo("apps");
        sample.snapshot("edge", "Complete", "2026-11-20T09:00:00Z");
        refused(
                () -> History.defaultComponent(sample.repository()),
                "component",
                "live/apps, live/edge",
                "--component");
    }
}
