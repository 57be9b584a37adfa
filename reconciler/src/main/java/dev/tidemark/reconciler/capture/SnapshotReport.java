package dev.tidemark.reconciler.capture;

import dev.tidemark.snapshots.diff.Change;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.WorkTree;
import dev.tidemark.snapshots.model.Coverage;
import java.util.List;
import java.util.Optional;

/**
 * What a snapshot run did.
 *
 * @param component whose history it belongs to
 * @param commit the commit that describes the cluster now; empty in a dry run that found changes, or with no commit at all
 * @param parent its parent, or the commit that nothing changed against
 * @param changed whether there is something new
 * @param subject what changed, in a line
 * @param exported what was seen
 * @param coverage of the tree
 * @param objects manifests in the tree
 * @param changes against the parent
 * @param modified how many objects changed; {@code changes} may detail fewer
 * @param pushes how each push ended
 * @param workTree whether the checked-out files followed
 * @param millis wall time
 */
public record SnapshotReport(
        String component,
        Optional<Commit> commit,
        Optional<Commit> parent,
        boolean changed,
        String subject,
        Exported exported,
        Coverage coverage,
        int objects,
        List<Change> changes,
        int modified,
        List<Push> pushes,
        WorkTree workTree,
        long millis) {

    /**
     * How the push to one remote ended.
     *
     * @param problem empty when it went well
     * @param dropped commits of this repository that were given up, because the remote had a newer observation
     */
    public record Push(String remote, String problem, List<Commit> dropped) {

        public Push {
            dropped = List.copyOf(dropped);
        }
    }

    /** Whether everything that was asked for is in the snapshot. */
    public boolean complete() {
        return coverage.complete() && exported.whole();
    }

    public long count(Change.Kind kind) {
        return kind == Change.Kind.MODIFIED
                ? modified
                : changes.stream().filter(c -> c.kind() == kind).count();
    }
}
