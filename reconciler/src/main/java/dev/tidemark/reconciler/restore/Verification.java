package dev.tidemark.reconciler.restore;

import dev.tidemark.snapshots.model.ResourceId;
import java.util.List;
import java.util.Optional;

/**
 * What a second look at the cluster found.
 *
 * @param residual fields that differ although their object was restored
 * @param missing objects of the snapshot that are not there
 * @param extra objects in scope that the snapshot does not have
 * @param pruned whether those should have gone; else a restore leaves them alone
 * @param unknown why nobody could look; empty when somebody did
 */
public record Verification(
        List<Residual> residual,
        List<ResourceId> missing,
        List<ResourceId> extra,
        boolean pruned,
        Optional<String> unknown) {

    /** Nobody could look, and this is why. */
    static Verification unknown(String why) {
        return new Verification(List.of(), List.of(), List.of(), false, Optional.of(why));
    }

    /** A field that differs, and why it is expected to, or {@code unexpected}. */
    public record Residual(ResourceId id, String path, String cause) {}

    /** Whether every object of the snapshot is as it was, but for what the server makes of it itself. */
    public boolean equal() {
        return unknown.isEmpty()
                && missing.isEmpty()
                && (extra.isEmpty() || !pruned)
                && residual.stream().allMatch(r -> r.cause().equals(Reasons.EXPECTED_RESIDUAL));
    }
}
