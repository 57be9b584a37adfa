package dev.tidemark.reconciler.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.plan.RestorePlan;
import java.util.Map;

/**
 * A plan with what it takes to carry it out.
 *
 * @param plan what is intended
 * @param targets what each object that is to be written shall be
 * @param paths where each object of the plan stands in the snapshot
 * @param uids the uid of each object that is to be deleted: only that very object may go
 */
record PlannedRestore(
        RestorePlan plan,
        Map<ResourceId, ObjectNode> targets,
        Map<ResourceId, String> paths,
        Map<ResourceId, String> uids) {

    /** The targets may be Secrets. */
    @Override
    public String toString() {
        return "plan " + plan.hash();
    }
}
