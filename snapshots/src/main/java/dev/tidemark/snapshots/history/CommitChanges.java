package dev.tidemark.snapshots.history;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.snapshots.diff.Change;
import dev.tidemark.snapshots.diff.Differ;
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
import java.util.ArrayList;
import java.util.List;
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
        List<Change> changes = new ArrayList<>();
        for (PathChange change : repository.changes(from, to)) {
            if (SnapshotLayout.isManifest(change.path())) {
                compare(reader, change, wanted).ifPresent(changes::add);
            }
        }
        return changes.stream().sorted().toList();
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
                : Differ.modified(SealedManifests.comparable(before.get()), SealedManifests.comparable(after.get()));
    }

    private Optional<Manifest> read(ManifestReader reader, String path, Optional<BlobId> blob) {
        return blob.map(b -> reader.read(path, repository.read(b)));
    }
}
