package dev.tidemark.reconciler.drift;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tidemark.policies.secrecy.LeakGuard;
import dev.tidemark.policies.select.ObjectFilter;
import dev.tidemark.policies.select.Selection;
import dev.tidemark.reconciler.capture.Exporter;
import dev.tidemark.reconciler.capture.ListedScopes;
import dev.tidemark.reconciler.capture.Progress;
import dev.tidemark.snapshots.diff.Change;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.history.CommitChanges;
import dev.tidemark.snapshots.history.Snapshot;
import dev.tidemark.snapshots.layout.SnapshotLayout;
import dev.tidemark.snapshots.model.Coverage;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.Manifest;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.seal.SealedManifests;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds differences: between a snapshot and the live cluster, or between two snapshots. */
public final class DriftDetector {

    private final SnapshotRepository repository;

    public DriftDetector(SnapshotRepository repository) {
        this.repository = repository;
    }

    /**
     * From {@code from} to the live cluster.
     *
     * @throws dev.tidemark.snapshots.model.Failure usage, when neither has an object that the selection names
     */
    public Comparison live(Exporter exporter, Snapshot from, Selection selection, Progress progress) {
        return beside(LiveState.read(exporter, selection, from, progress), from, selection, true);
    }

    /** The same with a cluster that has been read; it may well be that neither has what the selection names. */
    public Comparison live(LiveState live, Snapshot from, Selection selection) {
        return beside(live, from, selection, false);
    }

    private static Comparison beside(LiveState live, Snapshot from, Selection selection, boolean mustMatch) {
        ObjectFilter filter =
                selection.resolve(live.exported().discovery().types().plus(from.types()));
        ListedScopes listed = new ListedScopes(live.exported());
        Set<String> unsealed = Set.copyOf(
                live.exported().unsealed().stream().map(SnapshotLayout::path).toList());
        List<Change> changes = new ArrayList<>();
        List<ResourceId> matched = new ArrayList<>();
        List<Coverage.Entry> damaged = new ArrayList<>();
        live.exported().objects().values().forEach(entry -> matched.add(entry.id()));
        from.forEachManifest(
                path -> !live.same(path),
                (path, manifest) -> {
                    if (!filter.test(manifest.id(), SealedManifests.labels(manifest))) {
                        return;
                    }
                    matched.add(manifest.id());
                    if (live.has(path)) {
                        live.different(path)
                                .flatMap(now -> SealedManifests.modified(manifest, now))
                                .ifPresent(changes::add);
                    } else if (listed.provesAbsent(path) && !unsealed.contains(path)) {
                        changes.add(Change.removed(manifest.id()));
                    }
                },
                (path, damage) -> {
                    ResourceId lost = from.identityOf(path);
                    if (filter.test(lost, MissingNode.getInstance())) {
                        matched.add(lost);
                        damaged.add(unreadable(lost, damage));
                    }
                });
        for (Map.Entry<String, Manifest> entry : live.different().entrySet()) {
            if (from.index().get(entry.getKey()).isEmpty()) {
                changes.add(Change.added(entry.getValue().id()));
            }
        }
        filter.missing(matched).filter(failure -> mustMatch).ifPresent(failure -> {
            throw failure;
        });
        List<Coverage.Entry> incomplete = new ArrayList<>(listed.gaps());
        incomplete.addAll(damaged);
        return new Comparison(
                from.commit(),
                Optional.empty(),
                Optional.of(live.exported()),
                changes.stream()
                        .map(new LeakGuard(live.exported().known())::masked)
                        .sorted()
                        .toList(),
                incomplete);
    }

    /** A manifest that is lost leaves its type known only in part. */
    private static Coverage.Entry unreadable(ResourceId lost, Failure damage) {
        return new Coverage.Entry(
                lost.group(),
                lost.resource(),
                lost.namespaced() ? lost.namespace() : Coverage.CLUSTER,
                Coverage.State.PARTIAL,
                0,
                lost.name() + " is damaged in the snapshot: " + damage.why());
    }

    /** From one snapshot to another. */
    public Comparison between(Snapshot from, Snapshot to, Selection selection) {
        ObjectFilter filter = selection.resolve(to.types().plus(from.types()));
        List<Change> changes =
                new CommitChanges(repository).between(Optional.of(from.commit()), to.commit(), filter::test);
        List<Coverage.Entry> incomplete = new ArrayList<>(from.coverage().gaps());
        incomplete.addAll(to.coverage().gaps());
        return new Comparison(
                from.commit(),
                Optional.of(to.commit()),
                Optional.empty(),
                changes,
                incomplete.stream().distinct().toList());
    }
}
