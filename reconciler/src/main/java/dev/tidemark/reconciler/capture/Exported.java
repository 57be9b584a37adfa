package dev.tidemark.reconciler.capture;

import dev.tidemark.policies.normalise.ClusterFacts;
import dev.tidemark.policies.normalise.Note;
import dev.tidemark.policies.secrecy.KnownSecrets;
import dev.tidemark.policies.secrecy.LeakGuard;
import dev.tidemark.reconciler.cluster.ClusterIdentity;
import dev.tidemark.reconciler.cluster.Cut;
import dev.tidemark.reconciler.cluster.Discovery;
import dev.tidemark.snapshots.layout.SnapshotLayout;
import dev.tidemark.snapshots.model.BlobId;
import dev.tidemark.snapshots.model.Coverage;
import dev.tidemark.snapshots.model.OwnerReference;
import dev.tidemark.snapshots.model.ResourceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

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
 * @param withheld what was not let out, as it holds the value of a Secret; it is not in {@code objects}
 * @param known the values of the Secrets that were seen
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
        List<LeakGuard.Leak> withheld,
        KnownSecrets known,
        Sealing sealing) {

    /**
     * The same when it is known what may leave.
     *
     * @param leaks of the objects that are withheld
     * @param sealedInstead objects that were sealed whole in place of that, by path
     * @param more notes
     */
    Exported guarded(List<LeakGuard.Leak> leaks, Map<String, Entry> sealedInstead, Collection<Note> more) {
        if (leaks.isEmpty() && sealedInstead.isEmpty() && more.isEmpty()) {
            return this;
        }
        SortedMap<String, Entry> leaving = new TreeMap<>(objects);
        SortedMap<String, List<OwnerReference>> owned = new TreeMap<>(owners);
        leaving.putAll(sealedInstead);
        leaks.stream().map(leak -> SnapshotLayout.path(leak.id())).forEach(path -> {
            leaving.remove(path);
            owned.remove(path);
        });
        List<Note> all = new ArrayList<>(notes);
        more.stream().sorted(Comparator.comparing(Note::id)).forEach(all::add);
        return new Exported(
                cluster,
                discovery,
                cut,
                leaving,
                owned,
                facts,
                excluded,
                skipped,
                all,
                unsealed,
                leaks,
                known,
                new Sealing(
                        sealing.secrets(),
                        sealing.whole() + sealedInstead.size(),
                        sealing.sealedAnew() + sealedInstead.size()));
    }

    /** Whether everything that was seen may leave, and could be sealed where it had to be. */
    public boolean whole() {
        return unsealed.isEmpty() && withheld.isEmpty();
    }

    /** An object, the blob of its manifest, and the file where that stands, which is not its path when it is sealed whole. */
    public record Entry(ResourceId id, BlobId blob, String file) {}

    /** An object left out by a rule; {@code reason} is a code of RULES.md. */
    public record Skip(ResourceId id, String reason, String detail) {}

    /** Counts of Secrets, of other objects that are sealed whole, and of those of both that were sealed anew, if only in part. */
    public record Sealing(int secrets, int whole, int sealedAnew) {}
}
