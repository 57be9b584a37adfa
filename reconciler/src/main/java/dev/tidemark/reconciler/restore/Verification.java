package dev.tidemark.reconciler.restore;

import dev.tidemark.snapshots.model.ResourceId;
import java.util.List;

/**
 * What a second look at the cluster found.
 *
 * @param residual fields that differ although their object was restored
 * @param missing objects of the snapshot that are not there
 * @param extra objects in scope that the snapshot does not have
 * @param pruned whether those should have gone; else a restore leaves them alone
 */
public record Verification(List<Residual> residual, List<ResourceId> missing, List<ResourceId> extra, boolean pruned) {

    /** A field that differs, and why it is expected to, or {@code unexpected}. */
    public record Residual(ResourceId id, String path, String cause) {}

    /** Whether every object of the snapshot is as it was, but for what the server makes of it itself. */
    public boolean equal() {
        return missing.isEmpty()
                && (extra.isEmpty() || !pruned)
                && residual.stream().allMatch(r -> r.cause().equals(Reasons.EXPECTED_RESIDUAL));
    }
}
