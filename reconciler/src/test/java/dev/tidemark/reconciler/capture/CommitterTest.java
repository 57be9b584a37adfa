package dev.tidemark.reconciler.capture;

import static dev.tidemark.reconciler.capture.ExportFixture.CONFIG_MAPS;
import static dev.tidemark.reconciler.capture.ExportFixture.SECRETS;
import static dev.tidemark.reconciler.capture.ExportFixture.export;
import static dev.tidemark.snapshots.model.Coverage.State.DENIED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.policies.policy.BackupPolicy;
import dev.tidemark.policies.policy.SecretsPolicy;
import dev.tidemark.policies.select.Selection;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.CommitResult;
import dev.tidemark.snapshots.git.CommitSigner;
import dev.tidemark.snapshots.git.TreeTransaction;
import dev.tidemark.snapshots.history.RunRecord;
import dev.tidemark.snapshots.history.Snapshot;
import dev.tidemark.snapshots.layout.Trailers;
import dev.tidemark.snapshots.model.ResourceId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitterTest {

    private static final ResourceId APP = CONFIG_MAPS.id("shop", "app");
    private static final BackupPolicy POLICY = new BackupPolicy(
            "nightly",
            BackupPolicy.everything().components(),
            SecretsPolicy.standard(),
            "kind: BackupPolicy\n".getBytes(StandardCharsets.UTF_8));

    @TempDir
    Path folder;

    private ExportFixture history;
    private Committer committer;

    @BeforeEach
    void create() {
        history = new ExportFixture(folder);
        committer = new Committer(
                history.repository(),
                "0123456789abcdef0123456789abcdef",
                CommitSigner.NONE,
                Clock.fixed(Instant.parse("2026-11-22T12:00:00.5Z"), ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        history.close();
    }

    private boolean worth(Snapshot base, ExportFixture.Seen seen, Optional<BackupPolicy> policy) {
        Changes none = new Changes(Optional.of(base));
        return committer.worthCommit(Optional.of(base), seen.onto(base), none, policy);
    }

    @Test
    void a_commit_is_never_older_than_the_one_before() {
        Snapshot base = history.snapshot(export(), APP);
        Committer late = new Committer(
                history.repository(),
                "0123456789abcdef0123456789abcdef",
                CommitSigner.NONE,
                Clock.fixed(Instant.EPOCH.minusSeconds(60), ZoneOffset.UTC));
        NextTree next = export().listedAll().onto(base);
        try (TreeTransaction transaction = history.repository().begin(Optional.of(base.commit()))) {
            CommitResult result = late.commit(
                    "refs/heads/live/late",
                    Optional.empty(),
                    transaction,
                    Optional.of(base),
                    next,
                    Optional.empty(),
                    "late");
            assertThat(((CommitResult.Committed) result).commit().time())
                    .isEqualTo(base.commit().time());
        }
    }

    @Test
    void nothing_new_is_worth_no_commit() {
        Snapshot base = history.snapshot(export(), APP);
        assertThat(worth(base, export().listedAll().saw(APP), Optional.empty())).isFalse();
    }

    @Test
    void a_cluster_that_was_only_seen_worse_is_worth_no_commit() {
        Snapshot base = history.snapshot(export(), APP);
        assertThat(worth(base, export().listedAll().listed(SECRETS, "", DENIED).saw(APP), Optional.empty()))
                .isFalse();
    }

    @Test
    void a_cluster_that_is_seen_whole_again_is_worth_one() {
        Snapshot base = history.snapshot(export(), APP);
        Snapshot partial = history.commit(
                export().listedAll().listed(SECRETS, "", DENIED).saw(APP).onto(base), APP);
        assertThat(worth(partial, export().listedAll().saw(APP), Optional.empty()))
                .isTrue();
    }

    @Test
    void a_changed_object_is_worth_one_however_badly_the_rest_was_seen() {
        Snapshot base = history.snapshot(export(), APP);
        NextTree tree = export().listedAll().listed(SECRETS, "", DENIED).onto(base);
        Changes changes = new Changes(Optional.of(base));
        changes.removed(tree.removed());
        assertThat(committer.worthCommit(Optional.of(base), tree, changes, Optional.empty()))
                .isTrue();
    }

    @Test
    void the_first_snapshot_is_worth_one_even_of_an_empty_cluster() {
        NextTree empty = export().listedAll().first();
        assertThat(committer.worthCommit(Optional.empty(), empty, new Changes(Optional.empty()), Optional.empty()))
                .isTrue();
    }

    @Test
    void a_policy_that_comes_is_worth_one() {
        Snapshot base = history.snapshot(export(), APP);
        assertThat(worth(base, export().listedAll().saw(APP), Optional.of(POLICY)))
                .isTrue();
    }

    private Trailers trailers(SnapshotRequest request, ExportFixture.Seen seen, Snapshot base, boolean complete) {
        return Trailers.of(
                "s\n\n" + committer.trailers(request, seen.exported(), Optional.of(base), seen.onto(base), complete));
    }

    @Test
    void a_commit_says_to_machines_what_it_is() {
        Snapshot base = history.snapshot(export(), APP);
        SnapshotRequest request = new SnapshotRequest(
                "apps", Optional.of(POLICY), Selection.everything(), false, "", false, false, false, false);
        Trailers trailers = trailers(request, export().listedAll().saw(APP), base, true);
        assertThat(trailers.get(Trailers.CLUSTER)).contains("cluster-uid");
        assertThat(trailers.get(Trailers.REVISION)).contains("100");
        assertThat(trailers.get(Trailers.KUBERNETES)).contains("v1.36.3");
        assertThat(trailers.get(Trailers.POLICY).orElseThrow()).matches("nightly@sha256:[0-9a-f]{64}");
        assertThat(trailers.get(Trailers.COMPONENT)).contains("apps");
        assertThat(trailers.get(Trailers.OBJECTS)).contains("1");
        assertThat(trailers.get(Trailers.SEQUENCE)).contains("1");
        assertThat(trailers.get(Trailers.SELECTION)).isEmpty();
        assertThat(trailers.get(Trailers.PREVIOUS_CLUSTER)).isEmpty();
        assertThat(trailers.complete()).isTrue();
    }

    @Test
    void a_narrow_snapshot_and_an_adopted_cluster_say_so() {
        Snapshot base = history.snapshot(export(), APP);
        Selection shop = new Selection(List.of(), List.of("shop"), List.of(), "", false, List.of());
        SnapshotRequest request =
                new SnapshotRequest("default", Optional.empty(), shop, true, "", false, false, false, true);
        Trailers trailers =
                trailers(request, export().ofCluster("new-uid").listedAll().saw(APP), base, false);
        assertThat(trailers.get(Trailers.SELECTION)).contains("-n shop");
        assertThat(trailers.get(Trailers.CLUSTER)).contains("new-uid");
        assertThat(trailers.get(Trailers.PREVIOUS_CLUSTER)).contains("cluster-uid");
        assertThat(trailers.get(Trailers.STATUS)).contains("Partial");
        assertThat(trailers.get(Trailers.POLICY)).contains("none");
    }

    @Test
    void a_run_leaves_a_record_of_when_and_of_what() {
        Snapshot base = history.snapshot(export(), APP);
        committer.recordRun("default", base.commit(), export().exported().cut(), false);
        Commit record = history.repository().tip(RunRecord.ref("default")).orElseThrow();
        Trailers trailers = Trailers.of(record.message());
        assertThat(trailers.get(Trailers.SNAPSHOT)).contains(base.commit().id());
        assertThat(trailers.get(Trailers.TIME)).contains("2026-11-22T12:00:00Z");
        assertThat(trailers.get(Trailers.STATUS)).contains("Partial");
        assertThat(trailers.snapshot()).isFalse();
        assertThat(record.parents()).isEmpty();
    }
}
