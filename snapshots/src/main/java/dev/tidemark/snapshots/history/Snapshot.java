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
import java.util.stream.Stream;

/** What one commit holds. Manifests are read when they are asked for, never all at once. */
public final class Snapshot {

    private final SnapshotRepository repository;
    private final Commit commit;
    private final TreeIndex files;
    private final TreeIndex index;
    private final TypeTable types;

    Snapshot(SnapshotRepository repository, Commit commit) {
        this.repository = repository;
        this.commit = commit;
        this.files = repository.index(commit);
        this.index = files.renamed(SnapshotLayout::objectPath);
        this.types = types(repository, index);
    }

    /** Where the file is lost, paths lend the plurals, and a cluster its own types. */
    private static TypeTable types(SnapshotRepository repository, TreeIndex index) {
        try {
            return index.get(SnapshotLayout.TYPES)
                    .map(repository::read)
                    .map(TypesFile::read)
                    .orElse(new TypeTable(List.of()));
        } catch (Failure damaged) {
            return new TypeTable(List.of());
        }
    }

    public Commit commit() {
        return commit;
    }

    /** Every path of the tree, and its blob; a sealed file under the path of the object that it holds. */
    public TreeIndex index() {
        return index;
    }

    /** Every file of the tree where it stands, and its blob. */
    public TreeIndex files() {
        return files;
    }

    /** Whether the object that belongs at {@code path} is sealed whole. */
    public boolean sealed(String path) {
        return files.get(SnapshotLayout.sealed(path)).isPresent();
    }

    public Trailers trailers() {
        return Trailers.of(commit.message());
    }

    /** The types that the cluster served then; none in a repository's first commit. */
    public TypeTable types() {
        return types;
    }

    /** What was seen when the snapshot was taken; of a person's commit, when the newest snapshot before it was. */
    public Coverage coverage() {
        return Baseline.observed(repository, commit)
                .flatMap(observed -> repository.blobAt(observed, SnapshotLayout.COVERAGE))
                .map(repository::read)
                .map(CoverageFile::read)
                .orElse(new Coverage(List.of()));
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

    /** The manifest at {@code path}, which the index names; empty when it is lost or damaged. */
    public Optional<Manifest> readable(String path, BlobId blob) {
        try {
            return Optional.of(manifest(path, blob));
        } catch (Failure damaged) {
            return Optional.empty();
        }
    }

    /** The manifest at {@code path}. */
    public Optional<Manifest> manifest(String path) {
        return index.get(path).map(blob -> manifest(path, blob));
    }

    /** The manifest of {@code id}, which stands at its own path in every machine-written tree; empty when it is lost. */
    public Optional<Manifest> manifest(ResourceId id) {
        String path = SnapshotLayout.path(id);
        return index.get(path).flatMap(blob -> readable(path, blob)).filter(m -> m.id().equals(id));
    }

    /**
     * Visits every manifest with its path.
     *
     * @throws Failure {@code duplicate-identity} when two files are the same object; {@code corrupt-repository} when one
     *     cannot be read
     */
    public void forEachManifest(BiConsumer<String, Manifest> visit) {
        forEachManifest(path -> true, visit);
    }

    /**
     * The same for those at {@code wanted} paths; the others are not read.
     *
     * @throws Failure {@code duplicate-identity} when a wanted file and another one are the same object; {@code
     *     corrupt-repository} when one cannot be read
     */
    public void forEachManifest(Predicate<String> wanted, BiConsumer<String, Manifest> visit) {
        forEachManifest(wanted, visit, (path, damage) -> {
            throw damage;
        });
    }

    /**
     * The same for those that can be read; of the others {@code damaged} is told the path, and why.
     *
     * @throws Failure {@code duplicate-identity} when a wanted file and another one are the same object
     */
    public void forEachManifest(
            Predicate<String> wanted, BiConsumer<String, Manifest> visit, BiConsumer<String, Failure> damaged) {
        Map<ResourceId, String> seen = new HashMap<>();
        files.forEach((file, blob) -> {
            String path = SnapshotLayout.objectPath(file);
            if (SnapshotLayout.isManifest(file) && wanted.test(path)) {
                Manifest manifest;
                try {
                    manifest = manifest(path, blob);
                } catch (Failure damage) {
                    damaged.accept(path, damage);
                    return;
                }
                Optional.ofNullable(seen.put(manifest.id(), file))
                        .or(() -> elsewhere(manifest.id(), file))
                        .ifPresent(other -> {
                            throw duplicate(manifest.id(), other, file);
                        });
                visit.accept(path, manifest);
            }
        });
    }

    /** The other file at which {@code id} may stand, if it does. */
    private Optional<String> elsewhere(ResourceId id, String file) {
        String own = SnapshotLayout.path(id);
        return Stream.of(own, SnapshotLayout.sealed(own))
                .filter(place -> !place.equals(file))
                .filter(place -> files.get(place)
                        .flatMap(blob -> readable(place, blob))
                        .filter(other -> other.id().equals(id))
                        .isPresent())
                .findFirst();
    }

    /** What stands at {@code path}, as far as that says it; a name that was too long for it is cut. */
    public ResourceId identityOf(String path) {
        return SnapshotLayout.identity(path, types);
    }

    private static Failure duplicate(ResourceId id, String first, String second) {
        return Failure.failed(
                "duplicate-identity",
                "read the snapshot",
                first + " and " + second + " are both " + id,
                "delete one of the two files");
    }
}
