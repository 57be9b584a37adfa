package dev.tidemark.snapshots.history;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.snapshots.diff.Change;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.PathChange;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.layout.ManifestReader;
import dev.tidemark.snapshots.layout.SnapshotLayout;
import dev.tidemark.snapshots.layout.TypesFile;
import dev.tidemark.snapshots.model.BlobId;
import dev.tidemark.snapshots.model.Manifest;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.TypeTable;
import dev.tidemark.snapshots.seal.SealedManifests;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/** What single commits of a history changed. */
public final class CommitChanges {

    private final SnapshotRepository repository;

    public CommitChanges(SnapshotRepository repository) {
        this.repository = repository;
    }

    /** The changes from the first parent to {@code commit} of the objects that {@code wanted} (id, labels) accepts. */
    public List<Change> of(Commit commit, BiPredicate<ResourceId, JsonNode> wanted) {
        Optional<Commit> parent = commit.parents().stream().findFirst().flatMap(repository::resolve);
        return between(parent, commit, wanted);
    }

    /** The changes from one commit to another, sorted by object. */
    public List<Change> between(Optional<Commit> from, Commit to, BiPredicate<ResourceId, JsonNode> wanted) {
        ManifestReader reader = new ManifestReader(types(to));
        return objects(repository.changes(from, to)).stream()
                .flatMap(change -> compare(reader, change, wanted).stream())
                .sorted()
                .toList();
    }

    /** By the object: one that is sealed from now on, or no more, has left one file and come to another. */
    private static Collection<PathChange> objects(List<PathChange> files) {
        Map<String, PathChange> objects = new LinkedHashMap<>();
        for (PathChange file : files) {
            if (SnapshotLayout.isManifest(file.path())) {
                String path = SnapshotLayout.objectPath(file.path());
                objects.merge(
                        path,
                        new PathChange(path, file.before(), file.after()),
                        (one, other) -> new PathChange(
                                path,
                                one.before().or(other::before),
                                one.after().or(other::after)));
            }
        }
        return objects.values();
    }

    private TypeTable types(Commit commit) {
        return repository
                .blobAt(commit, SnapshotLayout.TYPES)
                .map(repository::read)
                .map(TypesFile::read)
                .orElse(new TypeTable(List.of()));
    }

    private Optional<Change> compare(
            ManifestReader reader, PathChange change, BiPredicate<ResourceId, JsonNode> wanted) {
        Optional<Manifest> before = read(reader, change.path(), change.before());
        Optional<Manifest> after = read(reader, change.path(), change.after());
        Manifest either = after.or(() -> before).orElseThrow();
        if (!wanted.test(either.id(), SealedManifests.labels(either))) {
            return Optional.empty();
        }
        if (before.isEmpty()) {
            return Optional.of(Change.added(either.id()));
        }
        return after.isEmpty()
                ? Optional.of(Change.removed(either.id()))
                : SealedManifests.modified(before.get(), after.get());
    }

    private Optional<Manifest> read(ManifestReader reader, String path, Optional<BlobId> blob) {
        return blob.map(b -> reader.read(path, repository.read(b)));
    }
}
