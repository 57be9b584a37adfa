package dev.tidemark.reconciler.capture;

import dev.tidemark.policies.normalise.Normaliser;
import dev.tidemark.policies.secrecy.LeakGuard;
import dev.tidemark.policies.select.ObjectFilter;
import dev.tidemark.reconciler.cluster.Cluster;
import dev.tidemark.reconciler.cluster.FieldManager;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.CommitResult;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.git.TreeTransaction;
import dev.tidemark.snapshots.git.WorkTree;
import dev.tidemark.snapshots.history.History;
import dev.tidemark.snapshots.history.Snapshot;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.TypeTable;
import java.util.List;
import java.util.Optional;

/** Exports the cluster and commits what changed. */
public final class Snapshotter {

    /** Another run may win the race for the branch; then this one starts again from its commit. */
    private static final int ATTEMPTS = 5;

    private final Cluster cluster;
    private final SnapshotRepository repository;
    private final Exporter exporter;
    private final Normaliser normaliser;
    private final Committer committer;
    private final Pusher pusher;

    public Snapshotter(
            Cluster cluster,
            SnapshotRepository repository,
            Exporter exporter,
            Normaliser normaliser,
            Committer committer,
            Pusher pusher) {
        this.cluster = cluster;
        this.repository = repository;
        this.exporter = exporter;
        this.normaliser = normaliser;
        this.committer = committer;
        this.pusher = pusher;
    }

    /** @throws Failure when the cluster or the repository does not do its part; nothing is half-written then */
    public SnapshotReport snapshot(History history, SnapshotRequest request, Progress progress) {
        long start = System.nanoTime();
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Optional<SnapshotReport> report = attempt(history, history.ref(), request, progress, start);
            if (report.isPresent()) {
                return report.get();
            }
        }
        throw Failure.failed(
                "raced",
                "commit to live/" + request.component(),
                "other writers moved the branch " + ATTEMPTS + " times meanwhile",
                "see what else takes snapshots of this cluster, and try again");
    }

    /**
     * Commits the present state of {@code request}'s selection to {@code ref}, on top of the component's tip, without
     * moving the component's branch.
     *
     * @return the commit; the tip itself when the present is no different from it
     */
    public SnapshotReport restorePoint(History history, String ref, SnapshotRequest request) {
        return attempt(history, ref, request, Progress.NONE, System.nanoTime())
                .orElseThrow(() -> Failure.failed(
                        "raced",
                        "write the restore point " + ref,
                        "someone else wrote it at the same time",
                        "try again"));
    }

    /** Empty when another writer moved the branch meanwhile. */
    private Optional<SnapshotReport> attempt(
            History history, String ref, SnapshotRequest request, Progress progress, long start) {
        Optional<Snapshot> base = history.tip().map(history::open);
        refuseOtherCluster(base, request);
        Changes changes = new Changes(base);
        try (TreeTransaction transaction = repository.begin(base.map(Snapshot::commit))) {
            Recording recording =
                    new Recording(request.dryRun() ? Optional.empty() : Optional.of(transaction), changes);
            boolean restorePoint = !ref.equals(history.ref());
            Exported exported = exporter.export(request.selection(), base, restorePoint, recording, progress);
            Leaks.refuse(exported, request);
            NextTree tree = merge(exported, base, request, !restorePoint);
            changes.removed(tree.removed());
            Outcome outcome = new Outcome(base, exported, tree, changes);
            return conclude(history, ref, request, outcome, transaction)
                    .map(done -> report(request, outcome, done, start));
        }
    }

    /** What is known when the export is done. */
    private record Outcome(Optional<Snapshot> base, Exported exported, NextTree tree, Changes changes) {

        boolean complete() {
            return tree.coverage().complete() && exported.whole();
        }
    }

    /** What became of the commit. */
    private record Done(
            Optional<Commit> commit,
            boolean changed,
            String subject,
            WorkTree workTree,
            List<SnapshotReport.Push> pushes) {}

    /**
     * {@code mustMatch} = whether a selection that matches nothing, or a policy that names an unknown type, is a mistake; of a
     * present it may be the truth.
     */
    private NextTree merge(Exported exported, Optional<Snapshot> base, SnapshotRequest request, boolean mustMatch) {
        TypeTable types = base.map(b -> exported.discovery().types().plus(b.types()))
                .orElse(exported.discovery().types());
        if (mustMatch) {
            request.policy().ifPresent(policy -> policy.secrets().sensitive().requireKnown(types));
        }
        ObjectFilter filter = request.selection().resolve(types);
        NextTree tree = new TreeMerge(exported, base, filter, !request.adHoc()).merge(normaliser.rulesVersion());
        if (mustMatch
                && request.adHoc()
                && exported.objects().isEmpty()
                && tree.removed().isEmpty()) {
            throw filter.nothingMatched();
        }
        return tree;
    }

    private Optional<Done> conclude(
            History history, String ref, SnapshotRequest request, Outcome outcome, TreeTransaction transaction) {
        Optional<Commit> tip = outcome.base().map(Snapshot::commit);
        CommitMessage message = new CommitMessage(
                outcome.changes().list().stream()
                        .map(new LeakGuard(outcome.exported().known())::masked)
                        .toList(),
                outcome.changes().further(),
                id -> lastManager(outcome.tree().types(), id));
        boolean worth = committer.worthCommit(outcome.base(), outcome.tree(), outcome.changes(), request.policy());
        if (request.dryRun()) {
            return Optional.of(new Done(
                    worth ? Optional.empty() : tip,
                    worth,
                    subject(worth, request, message),
                    WorkTree.unconcerned(),
                    List.of()));
        }
        boolean restorePoint = !ref.equals(history.ref());
        if (!worth) {
            repository.settle();
            Done unchanged = new Done(tip, false, "nothing changed", WorkTree.unconcerned(), List.of());
            return restorePoint ? pointAt(ref, unchanged) : Optional.of(publish(history, request, outcome, unchanged));
        }
        String text = subject(true, request, message) + "\n\n"
                + paragraph(message.body(
                        tip.isEmpty() || outcome.base().get().cluster().isEmpty()))
                + committer.trailers(request, outcome.exported(), outcome.base(), outcome.tree(), outcome.complete());
        Optional<Commit> expected = restorePoint ? Optional.empty() : tip;
        CommitResult result =
                committer.commit(ref, expected, transaction, outcome.base(), outcome.tree(), request.policy(), text);
        return switch (result) {
            case CommitResult.Raced raced -> Optional.empty();
            case CommitResult.Unchanged unchanged ->
                pointAt(ref, new Done(tip, false, "nothing changed", WorkTree.unconcerned(), List.of()));
            case CommitResult.Committed committed -> {
                Done done = new Done(
                        Optional.of(committed.commit()),
                        true,
                        subject(true, request, message),
                        committed.workTree(),
                        List.of());
                yield Optional.of(restorePoint ? done : publish(history, request, outcome, done));
            }
        };
    }

    /** The present is the tip's: it needs no commit of its own, only a name. */
    private Optional<Done> pointAt(String ref, Done done) {
        return done.commit()
                .filter(tip -> repository.move(ref, repository.tip(ref), tip) instanceof CommitResult.Committed)
                .map(tip -> done);
    }

    /** Records the run and brings everything to the remotes; the branch's tip may be another one afterwards. */
    private Done publish(History history, SnapshotRequest request, Outcome outcome, Done done) {
        done.commit().ifPresent(c -> record(request, outcome, c));
        if (!request.push()) {
            return done;
        }
        List<SnapshotReport.Push> pushes =
                pusher.push(history.ref(), request.component(), tip -> record(request, outcome, tip));
        return new Done(history.tip(), done.changed(), done.subject(), done.workTree(), pushes);
    }

    /** A run that looked at a part only says nothing about the age of the rest, so it leaves the record as it is. */
    private void record(SnapshotRequest request, Outcome outcome, Commit snapshot) {
        if (request.adHoc()) {
            return;
        }
        committer.recordRun(request.component(), snapshot, outcome.exported().cut(), outcome.complete());
    }

    private static String subject(boolean worth, SnapshotRequest request, CommitMessage message) {
        if (!worth) {
            return "nothing changed";
        }
        return request.message().isEmpty() ? message.subject() : request.message();
    }

    private static String paragraph(String body) {
        return body.isEmpty() ? "" : body + "\n";
    }

    private Optional<FieldManager> lastManager(TypeTable types, ResourceId id) {
        return types.ofKind(id.group(), id.kind())
                .flatMap(type -> cluster.reader().lastManager(type, id.namespace(), id.name()));
    }

    private void refuseOtherCluster(Optional<Snapshot> base, SnapshotRequest request) {
        if (request.adoptCluster()) {
            return;
        }
        base.flatMap(Snapshot::cluster).ifPresent(then -> {
            String now = cluster.identity().uid();
            if (!then.cluster().equals(now)) {
                throw Failure.refused(
                        "other-cluster",
                        "take a snapshot of cluster " + now,
                        "the history of live/" + request.component() + " is that of cluster " + then.cluster(),
                        "if the cluster was rebuilt, go on with --adopt-cluster; else check -C and --context");
            }
        });
    }

    private static SnapshotReport report(SnapshotRequest request, Outcome outcome, Done done, long start) {
        return new SnapshotReport(
                request.component(),
                done.commit(),
                outcome.base().map(Snapshot::commit),
                done.changed(),
                done.subject(),
                outcome.exported(),
                outcome.tree().coverage(),
                outcome.tree().manifests().size(),
                outcome.changes().list(),
                outcome.changes().modified(),
                done.pushes(),
                done.workTree(),
                (System.nanoTime() - start) / 1_000_000);
    }
}
