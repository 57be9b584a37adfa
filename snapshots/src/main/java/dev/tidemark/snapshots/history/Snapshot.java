package dev.tidemark.snapshots.history;

import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.git.TreeIndex;
import dev.tidemark.snapshots.layout.ClusterFile;
import dev.tidemark.snapshots.layout.CoverageFile;
import dev.tidemark.snapshots.layout.ManifestReader;
import dev.tidemark.snapshots.layout.OwnersFile;
import dev.tidemark.snapshots.layout.SnapshotLayout;
import dev.tidemark.snapshots.layout.Trailers;
import dev.tidemark.snapshots.layout.TypesFile;
import dev.tidemark.snapshots.model.BlobId;
import dev.tidemark.snapshots.model.Coverage;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.Manifest;
import dev.tidemark.snapshots.model.OwnerReference;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.TypeTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** What one commit holds. Manifests are read when they are asked for, never all at once. */
public final class Snapshot {

    private final SnapshotRepository repository;
    private final Commit commit;
    private final TreeIndex index;
    private final TypeTable types;

    Snapshot(SnapshotRepository repository, Commit commit) {
        this.repository = repository;
        this.commit = commit;
        this.index = repository.index(commit);
        this.types = file(SnapshotLayout.TYPES).map(TypesFile::read).orElse(new TypeTable(List.of()));
    }

    public Commit commit() {
        return commit;
    }

    /** Every path of the tree, and its blob. */
    public TreeIndex index() {
        return index;
    }

    public Trailers trailers() {
        return Trailers.of(commit.message());
    }

    /** The types that the cluster served then; none in a repository's first commit. */
    public TypeTable types() {
        return types;
    }

    public Coverage coverage() {
        return file(SnapshotLayout.COVERAGE).map(CoverageFile::read).orElse(new Coverage(List.of()));
    }

    /** Owner references by path. */
    public SortedMap<String, List<OwnerReference>> owners() {
        return file(SnapshotLayout.OWNERS).map(OwnersFile::read).orElse(new TreeMap<>());
    }

    /** The cluster it describes; empty in a repository's first commit. */
    public Optional<ClusterFile> cluster() {
        return file(SnapshotLayout.CLUSTER).map(ClusterFile::parse);
    }

    /** The bytes at {@code path}. */
    public Optional<byte[]> file(String path) {
        return index.get(path).map(repository::read);
    }

    /** The manifest at {@code path}, which the index names. */
    public Manifest manifest(String path, BlobId blob) {
        return new ManifestReader(types).read(path, repository.read(blob));
    }

    /** The manifest at {@code path}. */
    public Optional<Manifest> manifest(String path) {
        return index.get(path).map(blob -> manifest(path, blob));
    }

    /** The manifest of {@code id}, which stands at its own path in every machine-written tree. */
    public Optional<Manifest> manifest(ResourceId id) {
        return manifest(SnapshotLayout.path(id)).filter(m -> m.id().equals(id));
    }

    /**
     * Visits every manifest with its path.
     *
     * @throws Failure {@code duplicate-identity} when two files are the same object
     */
    public void forEachManifest(BiConsumer<String, Manifest> visit) {
        forEachManifest(path -> true, visit);
    }

    /**
     * The same for those at {@code wanted} paths; the others are not read.
     *
     * @throws Failure {@code duplicate-identity} when a wanted file and another one are the same object
     */
    public void forEachManifest(Predicate<String> wanted, BiConsumer<String, Manifest> visit) {
        Map<ResourceId, String> seen = new HashMap<>();
        index.forEach((path, blob) -> {
            if (SnapshotLayout.isManifest(path) && wanted.test(path)) {
                Manifest manifest = manifest(path, blob);
                Optional.ofNullable(seen.put(manifest.id(), path))
                        .or(() -> elsewhere(manifest.id(), path))
                        .ifPresent(other -> {
                            throw duplicate(manifest.id(), other, path);
                        });
                visit.accept(path, manifest);
            }
        });
    }

    /** The path at which {@code id} belongs, if it stands there too. */
    private Optional<String> elsewhere(ResourceId id, String path) {
        String own = SnapshotLayout.path(id);
        return own.equals(path) ? Optional.empty() : manifest(id).map(other -> own);
    }

    private static Failure duplicate(ResourceId id, String first, String second) {
        return Failure.failed(
                "duplicate-identity",
                "read the snapshot",
                first + " and " + second + " are both " + id,
                "delete one of the two files");
    }
}
