package dev.tidemark.reconciler.restore;

import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.plan.Step;
import java.util.List;
import java.util.Map;

/** What of the live objects that a snapshot does not have is to go, or is blocked from going. */
interface Deletions {

    /** The steps; {@code uids} gets the uid of each object that is to be deleted. */
    List<Step> steps(Map<ResourceId, String> uids);
}
