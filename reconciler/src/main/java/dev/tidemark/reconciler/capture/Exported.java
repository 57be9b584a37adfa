package dev.tidemark.reconciler.capture;

import dev.tidemark.policies.normalise.ClusterFacts;
import dev.tidemark.policies.normalise.Note;
import dev.tidemark.reconciler.cluster.ClusterIdentity;
import dev.tidemark.reconciler.cluster.Cut;
import dev.tidemark.reconciler.cluster.Discovery;
import dev.tidemark.snapshots.model.BlobId;
import dev.tidemark.snapshots.model.Coverage;
import dev.tidemark.snapshots.model.OwnerReference;
import dev.tidemark.snapshots.model.ResourceId;
import java.util.List;
import java.util.SortedMap;

/**
 * What one export saw of the cluster.
 *
 * @param cluster which cluster it was
 * @param discovery what it serves
 * @param cut at which revision, and how each list ended
 * @param objects every exported object by path
 * @param owners owner references by path, of those that have some
 * @param facts what decides about objects other than those it is read from
 * @param excluded what was left out on purpose
 * @param skipped objects left out by a rule
 * @param notes objects kept in a way that a person should know
 * @param unsealed Secrets that could not be sealed and so are not in {@code objects}
 * @param sealing how many Secrets there were, and how many items had to be sealed anew
 */
public record Exported(
        ClusterIdentity cluster,
        Discovery discovery,
        Cut cut,
        SortedMap<String, Entry> objects,
        SortedMap<String, List<OwnerReference>> owners,
        ClusterFacts facts,
        List<Coverage.Entry> excluded,
        List<Skip> skipped,
        List<Note> notes,
        List<ResourceId> unsealed,
        Sealing sealing) {

    /** An object and the blob of its manifest. */
    public record Entry(ResourceId id, BlobId blob) {}

    /** An object left out by a rule; {@code reason} is a code of RULES.md. */
    public record Skip(ResourceId id, String reason, String detail) {}

    /** Counts of Secrets: all of them, and those of which at least one item was sealed anew. */
    public record Sealing(int secrets, int sealedAnew) {}
}
