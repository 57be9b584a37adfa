package dev.tidemark.reconciler.cluster;

import dev.tidemark.snapshots.model.Coverage;
import java.util.List;

/**
 * What an export saw.
 *
 * @param revision the resource version at which every type was listed
 * @param consistent whether all types of the API server itself were listed at that one revision
 * @param outcomes one for each listing
 */
public record Cut(String revision, boolean consistent, List<Outcome> outcomes) {

    public Cut {
        outcomes = List.copyOf(outcomes);
    }

    /**
     * How one listing ended.
     *
     * @param reason why it is not complete, or outside the cut; empty when there is nothing to say
     */
    public record Outcome(Listing listing, Coverage.State state, String reason) {}
}
