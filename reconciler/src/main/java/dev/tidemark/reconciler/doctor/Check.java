package dev.tidemark.reconciler.doctor;

import dev.tidemark.snapshots.model.Finding;
import java.util.List;

/** One thing that is looked at. It writes nothing, neither here nor in the cluster nor at a remote. */
public interface Check {

    /** What is looked at, as the subject of a finding: {@code "the clock"}. */
    String subject();

    /** @throws dev.tidemark.snapshots.model.Failure when it cannot be told */
    List<Finding> look();
}
