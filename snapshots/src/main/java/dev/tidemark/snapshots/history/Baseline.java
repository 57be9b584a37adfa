package dev.tidemark.snapshots.history;

import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.layout.Trailers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The state that people have approved: what stands on the branch {@code main}, into which they merge.
 *
 * @param desired the newest commit of the branch
 * @param observed the newest commit of its history that Tidemark wrote, and so the cluster as it was then; what the two
 *     differ in was written by people
 */
public record Baseline(Snapshot desired, Optional<Snapshot> observed) {

    /** The branch, as a full ref. */
    public static final String REF = "refs/heads/main";

    /** Empty when there is no such branch. */
    public static Optional<Baseline> of(SnapshotRepository repository) {
        return repository.tip(REF).map(tip -> of(repository, tip));
    }

    private static Baseline of(SnapshotRepository repository, Commit tip) {
        return new Baseline(
                new Snapshot(repository, tip), observed(repository, tip).map(c -> new Snapshot(repository, c)));
    }

    /** The commit itself, or the newest before it, that is a snapshot. */
    static Optional<Commit> observed(SnapshotRepository repository, Commit commit) {
        List<Commit> found = new ArrayList<>(1);
        repository.walk(commit, candidate -> {
            if (Trailers.of(candidate.message()).snapshot()) {
                found.add(candidate);
            }
            return found.isEmpty();
        });
        return found.stream().findFirst();
    }
}
