package dev.tidemark.reconciler.restore;

import dev.tidemark.snapshots.git.Commit;
import java.util.List;
import java.util.Optional;

/**
 * What a restore did.
 *
 * @param id names the restore, e.g. {@code r-20261122-132201-042}
 * @param outcomes one for every object in scope
 * @param restorePoint the commit that holds the present as it was before
 * @param unsealing what opening Secrets took
 */
public record RestoreReport(
        String id,
        List<Outcome> outcomes,
        Verification verification,
        Optional<Commit> restorePoint,
        Unsealing unsealing,
        long millis) {

    /** How many Secrets were opened to be written, and the processor time of it. */
    public record Unsealing(int secrets, long cpuMillis) {}

    public RestoreReport {
        outcomes = List.copyOf(outcomes);
    }

    /** Whether everything is as the snapshot has it. */
    public boolean complete() {
        return verification.equal() && outcomes.stream().allMatch(o -> o.kind().fine());
    }

    public long count(Outcome.Kind kind) {
        return outcomes.stream().filter(o -> o.kind() == kind).count();
    }
}
