package dev.tidemark.snapshots.trust;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What a walk over a history found.
 *
 * @param walked how many commits were looked at
 * @param verified how many of them a trusted key has signed
 * @param signers fingerprints of those keys
 * @param root id of the commit that the history begins with; empty when the walk ended before, at what was verified earlier
 * @param defects newest commit first
 */
public record Proof(int walked, int verified, SortedSet<String> signers, Optional<String> root, List<Defect> defects) {

    public Proof {
        defects = List.copyOf(defects);
    }

    /** Whether every commit was verified and nothing is wrong. */
    public boolean holds() {
        return defects.isEmpty() && walked == verified;
    }
}
