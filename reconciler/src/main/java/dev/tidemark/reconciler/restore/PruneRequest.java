package dev.tidemark.reconciler.restore;

import java.util.List;

/**
 * How to prune.
 *
 * @param allowKinds protected types that may go all the same, as {@code TYPE[.GROUP]}
 * @param maxDeletes up to how many deletions no blast radius stops; 0 for the guard's own limits
 */
public record PruneRequest(List<String> allowKinds, int maxDeletes) {

    public PruneRequest {
        allowKinds = List.copyOf(allowKinds);
    }
}
