package dev.tidemark.reconciler.capture;

import dev.tidemark.snapshots.layout.ClusterFile;
import dev.tidemark.snapshots.layout.CoverageFile;
import dev.tidemark.snapshots.layout.OwnersFile;
import dev.tidemark.snapshots.layout.SnapshotLayout;
import dev.tidemark.snapshots.layout.TypesFile;
import dev.tidemark.snapshots.model.BlobId;
import dev.tidemark.snapshots.model.Coverage;
import dev.tidemark.snapshots.model.OwnerReference;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.TypeTable;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the next snapshot's tree holds.
 *
 * @param manifests every object's path and the blob of its manifest: exported now, or kept because nothing proves it gone
 * @param removed what was in the base and is proven gone
 * @param leaving files of the base that go: with what is gone, or because the object stands in another one now
 * @param coverage what is known about each type
 */
record NextTree(
        SortedMap<String, BlobId> manifests,
        List<Removed> removed,
        List<String> leaving,
        Coverage coverage,
        TypeTable types,
        SortedMap<String, List<OwnerReference>> owners,
        ClusterFile cluster) {

    /** An object that goes. */
    record Removed(String path, ResourceId id) {}

    /** The files under {@code .tidemark/} that describe the export, by path. */
    SortedMap<String, byte[]> files() {
        TreeMap<String, byte[]> files = new TreeMap<>();
        files.put(SnapshotLayout.CLUSTER, cluster.toYaml());
        files.put(SnapshotLayout.COVERAGE, CoverageFile.write(coverage));
        files.put(SnapshotLayout.TYPES, TypesFile.write(types));
        files.put(SnapshotLayout.OWNERS, OwnersFile.write(owners));
        return files;
    }
}
