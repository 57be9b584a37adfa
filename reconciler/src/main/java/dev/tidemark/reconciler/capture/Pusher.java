package dev.tidemark.reconciler.capture;

import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.CommitSigner;
import dev.tidemark.snapshots.git.Remote;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.history.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Brings a component's history to every remote. A push that fails is no failure of the snapshot: the commits are here,
 * and the next run pushes them too.
 */
public final class Pusher {

    /** How often others may be faster before it is left to the next run. */
    private static final int ATTEMPTS = 5;

    private final SnapshotRepository repository;
    private final Replay replay;
    private final ReplayGuard guard;

    public Pusher(SnapshotRepository repository, CommitSigner signer, ReplayGuard guard) {
        this.repository = repository;
        this.replay = new Replay(repository, signer);
        this.guard = guard;
    }

    /**
     * Pushes a component's branch and run record. Where the first remote has commits that are not here, those that are
     * only here are replayed on top of them; the other remotes are copies that nobody else writes to.
     *
     * @param replayed is told the branch's new tip, before it is pushed
     */
    List<SnapshotReport.Push> push(String branch, String component, Consumer<Commit> replayed) {
        List<SnapshotReport.Push> pushes = new ArrayList<>();
        for (String name : repository.remotes()) {
            Remote remote = repository.remote(name);
            List<Remote.RefPush> refs = refs(branch, component);
            pushes.add(
                    pushes.isEmpty()
                            ? pushAndReplay(remote, branch, component, refs, replayed)
                            : new SnapshotReport.Push(name, problem(remote.push(refs)), List.of()));
        }
        return pushes;
    }

    /** A component of which only parts have been looked at so far has no run record. */
    private List<Remote.RefPush> refs(String branch, String component) {
        List<Remote.RefPush> refs = new ArrayList<>(List.of(new Remote.RefPush(branch, false)));
        if (repository.tip(RunRecord.ref(component)).isPresent()) {
            refs.add(new Remote.RefPush(RunRecord.ref(component), true));
        }
        return refs;
    }

    /** Pushes a ref that nobody else writes. */
    public List<SnapshotReport.Push> push(String ref) {
        return repository.remotes().stream()
                .map(name -> new SnapshotReport.Push(
                        name,
                        problem(repository.remote(name).push(List.of(new Remote.RefPush(ref, false)))),
                        List.of()))
                .toList();
    }

    private SnapshotReport.Push pushAndReplay(
            Remote remote, String branch, String component, List<Remote.RefPush> refs, Consumer<Commit> replayed) {
        List<Commit> dropped = new ArrayList<>();
        Remote.Result result = remote.push(refs);
        for (int attempt = 1; attempt < ATTEMPTS && result instanceof Remote.Result.Raced; attempt++) {
            Optional<Commit> theirs = remote.fetch(branch);
            Optional<String> objection = theirs.flatMap(tip -> guard.objection(component, tip));
            if (objection.isPresent()) {
                return new SnapshotReport.Push(remote.name(), objection.get(), dropped);
            }
            Optional<Replay.Replayed> done = theirs.flatMap(tip -> replay.onto(tip, branch));
            done.ifPresent(d -> {
                dropped.addAll(d.dropped());
                replayed.accept(d.tip());
            });
            result = remote.push(refs);
        }
        return new SnapshotReport.Push(remote.name(), problem(result), dropped);
    }

    private static String problem(Remote.Result result) {
        return switch (result) {
            case Remote.Result.Pushed pushed -> "";
            case Remote.Result.Raced raced -> "the remote has commits that are not here";
            case Remote.Result.Failed failed -> failed.why();
        };
    }
}
