package dev.tidemark.reconciler.capture;

import dev.tidemark.snapshots.git.Commit;
import java.util.Optional;

/** Is asked before commits that are only here are put on top of what a remote has. */
public interface ReplayGuard {

    /** Why {@code remote}, the tip of the component's branch there, is nothing to build on; empty when it is. */
    Optional<String> objection(String component, Commit remote);
}
