package dev.tidemark.reconciler.capture;

import dev.tidemark.policies.normalise.Normaliser;
import dev.tidemark.policies.policy.BackupPolicy;
import dev.tidemark.policies.secrecy.LeakGuard;
import dev.tidemark.policies.select.ObjectFilter;
import dev.tidemark.policies.select.Selection;
import dev.tidemark.snapshots.diff.Change;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.Remote;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.git.TreeTransaction;
import dev.tidemark.snapshots.history.History;
import dev.tidemark.snapshots.history.Snapshot;
import dev.tidemark.snapshots.layout.Trailers;
import dev.tidemark.snapshots.model.Coverage;
import java.util.List;
import java.util.Optional;

/**
 * The branch that a pull request comes from: the baseline and one commit of the present drift, rebuilt in place, and gone
 * when there is none. Merging it accepts the drift.
 */
public final class DriftBranch {

    private static final String HEADS = "refs/heads/";

    private final SnapshotRepository repository;
    private final Exporter exporter;
    private final Normaliser normaliser;
    private final Committer committer;
    private final History history;

    public DriftBranch(
            SnapshotRepository repository,
            Exporter exporter,
            Normaliser normaliser,
            Committer committer,
            History history) {
        this.repository = repository;
        this.exporter = exporter;
        this.normaliser = normaliser;
        this.committer = committer;
        this.history = history;
    }

    /** As people name it. */
    public String name() {
        return "drift/" + history.component();
    }

    private String ref() {
        return HEADS + name();
    }

    /** What it is now. */
    public Optional<Commit> tip() {
        return repository.tip(ref());
    }

    /** What became of it. */
    public sealed interface Kept {

        /**
         * It tells the drift.
         *
         * @param tip its commit; empty when there is no drift
         * @param pushes how the push to each remote ended
         */
        record Current(Optional<Commit> tip, List<SnapshotReport.Push> pushes) implements Kept {

            public Current {
                pushes = List.copyOf(pushes);
            }
        }

        /**
         * It was left as it was, since it would have told the drift only in part.
         *
         * @param exported what was seen for it, and may not leave or could not be sealed
         * @param coverage of the tree that it would have had
         */
        record Left(Exported exported, Coverage coverage) implements Kept {}
    }

    /**
     * Makes all of it tell {@code drift}, here and on every remote, or leaves it. A remote's branch that somebody else has
     * written to is left alone.
     *
     * @param baseline on which it stands
     * @param drift what the cluster has otherwise, for the message; empty when there is none
     * @param selection of the component
     */
    public Kept keep(Snapshot baseline, List<Change> drift, Selection selection, Optional<BackupPolicy> policy) {
        Optional<Commit> before = tip();
        if (drift.isEmpty()) {
            before.ifPresent(tip -> repository.delete(ref(), tip));
            return current();
        }
        return rebuild(baseline, before, drift, selection, policy).orElseGet(this::current);
    }

    private Kept current() {
        return new Kept.Current(tip(), push());
    }

    /** As long as the baseline stays, on top of what it was: a sealed value of before keeps its ciphertext. */
    private Optional<Kept> rebuild(
            Snapshot baseline,
            Optional<Commit> before,
            List<Change> drift,
            Selection selection,
            Optional<BackupPolicy> policy) {
        Commit parent = baseline.commit();
        Snapshot base = before.filter(tip -> tip.parents().equals(List.of(parent.id())))
                .map(history::open)
                .orElse(baseline);
        Changes changes = new Changes(Optional.of(base));
        try (TreeTransaction transaction = repository.begin(base.commit(), parent)) {
            Exported exported = exporter.export(
                    selection,
                    Optional.of(base),
                    false,
                    new Recording(Optional.of(transaction), changes),
                    Progress.NONE);
            ObjectFilter filter = selection.resolve(exported.discovery().types().plus(base.types()));
            NextTree tree = new TreeMerge(exported, Optional.of(base), filter, true).merge(normaliser.rulesVersion());
            if (!tree.coverage().complete() || !exported.whole()) {
                return Optional.of(new Kept.Left(exported, tree.coverage()));
            }
            SnapshotRequest request =
                    new SnapshotRequest(history.component(), policy, selection, false, "", false, false, false, false);
            CommitMessage message = new CommitMessage(
                    drift.stream().map(new LeakGuard(exported.known())::masked).toList(), 0, id -> Optional.empty());
            String text = "Drift: " + message.subject() + "\n\n" + message.body(false) + "\n"
                    + committer.trailers(request, exported, Optional.of(base), tree, true);
            committer.commit(ref(), before, transaction, Optional.of(base), tree, policy, text);
            return Optional.empty();
        }
    }

    private List<SnapshotReport.Push> push() {
        return repository.remotes().stream()
                .map(name -> new SnapshotReport.Push(name, push(repository.remote(name)), List.of()))
                .toList();
    }

    /** What went wrong, or nothing. Commits that people have put on top are theirs. */
    private String push(Remote remote) {
        Optional<Commit> theirs = remote.fetch(ref());
        if (theirs.equals(tip())) {
            return "";
        }
        if (theirs.filter(commit -> !Trailers.of(commit.message()).snapshot()).isPresent()) {
            return "its " + name() + " has commits of people: merge or delete it";
        }
        return switch (remote.replace(ref(), theirs)) {
            case Remote.Result.Pushed pushed -> "";
            case Remote.Result.Raced raced -> "somebody else writes to its " + name();
            case Remote.Result.Failed failed -> failed.why();
        };
    }
}
