package dev.tidemark.reconciler.capture;

import dev.tidemark.policies.policy.BackupPolicy;
import dev.tidemark.policies.select.Selection;
import java.util.Optional;

/**
 * One snapshot to make.
 *
 * @param component whose branch it goes to
 * @param policy in force; empty for the default of everything
 * @param selection what to export: the component's, or narrower
 * @param adHoc whether {@code selection} is narrower than the component's: then only that part of the tree is refreshed
 * @param message a person's subject, or empty
 * @param dryRun nothing is written
 * @param push whether to push to the remotes
 * @param stopAtLeak whether the run ends when an object holds the value of a Secret; else that object is withheld
 * @param adoptCluster whether the history may go on with another cluster
 */
public record SnapshotRequest(
        String component,
        Optional<BackupPolicy> policy,
        Selection selection,
        boolean adHoc,
        String message,
        boolean dryRun,
        boolean push,
        boolean stopAtLeak,
        boolean adoptCluster) {}
