package dev.tidemark.reconciler.restore;

import dev.tidemark.snapshots.model.ResourceId;
import java.util.List;

/** Is told how a restore goes on. */
public interface RestoreProgress {

    /** A wave has come to its end; its objects are ready or never will be. */
    void waveDone(int wave, List<Outcome> outcomes);

    /** A wave waits for {@code objects} of its objects; {@code one} of them is not ready because of {@code why}. */
    void waiting(int wave, int objects, ResourceId one, String why);
}
