package dev.tidemark.reconciler.capture;

import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.CommitDraft;
import dev.tidemark.snapshots.git.CommitResult;
import dev.tidemark.snapshots.git.CommitSigner;
import dev.tidemark.snapshots.git.PathChange;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.git.TreeTransaction;
import dev.tidemark.snapshots.layout.Trailers;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts commits that are only here on top of what another writer has pushed. Observations keep their order in the
 * cluster's own time, its revisions: one that is older than the remote's tip can never become the tip again.
 */
final class Replay {

    private final SnapshotRepository repository;
    private final CommitSigner signer;

    Replay(SnapshotRepository repository, CommitSigner signer) {
        this.repository = repository;
        this.signer = signer;
    }

    /**
     * How a replay ended.
     *
     * @param tip where the branch is now
     * @param dropped commits that the remote's tip is newer than; they stay in the reflog alone
     */
    record Replayed(Commit tip, List<Commit> dropped) {

        Replayed {
            dropped = List.copyOf(dropped);
        }
    }

    /** Empty when the branch was moved meanwhile. */
    Optional<Replayed> onto(Commit remote, String branch) {
        Optional<Commit> local = repository.tip(branch);
        List<Commit> dropped = new ArrayList<>();
        Commit tip = remote;
        for (Commit commit : local.map(l -> repository.missing(l, remote)).orElse(List.of())) {
            if (revision(commit).compareTo(revision(remote)) > 0) {
                tip = replay(commit, tip);
            } else {
                dropped.add(commit);
            }
        }
        CommitResult moved = repository.move(branch, local, tip);
        return moved instanceof CommitResult.Committed ? Optional.of(new Replayed(tip, dropped)) : Optional.empty();
    }

    /** A revision is a number that grows with every write to the cluster (KEP-5504). */
    private static BigInteger revision(Commit commit) {
        String revision = Trailers.of(commit.message()).get(Trailers.REVISION).orElse("");
        return revision.matches("[0-9]{1,40}") ? new BigInteger(revision) : BigInteger.ZERO;
    }

    /** A snapshot is the whole tree; of one that was narrowed by a selection only its own changes count. */
    private Commit replay(Commit commit, Commit onto) {
        boolean narrowed = Trailers.of(commit.message()).get(Trailers.SELECTION).isPresent();
        Optional<Commit> from =
                narrowed ? commit.parents().stream().findFirst().flatMap(repository::resolve) : Optional.of(onto);
        try (TreeTransaction transaction = repository.begin(Optional.of(onto))) {
            for (PathChange change : repository.changes(from, commit)) {
                change.after()
                        .ifPresentOrElse(
                                blob -> transaction.put(change.path(), blob), () -> transaction.remove(change.path()));
            }
            return transaction.write(draft(commit, onto), signer).orElse(onto);
        }
    }

    private static CommitDraft draft(Commit commit, Commit onto) {
        long sequence = Trailers.of(onto.message())
                .get(Trailers.SEQUENCE)
                .map(Long::parseLong)
                .orElse(0L);
        String message = Trailers.with(commit.message(), Trailers.SEQUENCE, Long.toString(sequence + 1));
        return CommitDraft.byTidemark(message, commit.time()).after(onto);
    }
}
