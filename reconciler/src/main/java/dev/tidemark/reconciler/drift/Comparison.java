package dev.tidemark.reconciler.drift;

import dev.tidemark.reconciler.capture.Exported;
import dev.tidemark.snapshots.diff.Change;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.model.Coverage;
import java.util.List;
import java.util.Optional;

/**
 * How a second side differs from a first.
 *
 * @param from the first side
 * @param to the second side; empty for the live cluster
 * @param live what was seen of the cluster, when that is the second side
 * @param changes sorted by object
 * @param incomplete types that could not be compared, because one side does not know them completely
 */
public record Comparison(
        Commit from,
        Optional<Commit> to,
        Optional<Exported> live,
        List<Change> changes,
        List<Coverage.Entry> incomplete) {

    public Comparison {
        changes = List.copyOf(changes);
        incomplete = List.copyOf(incomplete);
    }
}
