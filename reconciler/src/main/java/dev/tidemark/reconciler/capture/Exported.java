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
 * @param unsealed what had to be sealed and could not, and so is not in {@code objects}
 * @param sealing how much there was to seal
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

    /** An object, the blob of its manifest, and the file where that stands, which is not its path when it is sealed whole. */
    public record Entry(ResourceId id, BlobId blob, String file) {}

    /** An object left out by a rule; {@code reason} is a code of RULES.md. */
    public record Skip(ResourceId id, String reason, String detail) {}

    /** Counts of Secrets, of other objects that are sealed whole, and of those of both that were sealed anew, if only in part. */
    public record Sealing(int secrets, int whole, int sealedAnew) {

        /** Whether anything of it needs a key to be brought back. */
        public boolean any() {
            return secrets + whole > 0;
        }
    }
}
