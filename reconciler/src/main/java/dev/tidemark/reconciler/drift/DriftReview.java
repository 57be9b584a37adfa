package dev.tidemark.reconciler.drift;

import dev.tidemark.policies.select.Selection;
import dev.tidemark.reconciler.capture.Exporter;
import dev.tidemark.reconciler.capture.Progress;
import dev.tidemark.reconciler.capture.WorkQueue;
import dev.tidemark.reconciler.cluster.ClusterReader;
import dev.tidemark.reconciler.cluster.FieldManager;
import dev.tidemark.reconciler.drift.Drift.Origin;
import dev.tidemark.snapshots.diff.Change;
import dev.tidemark.snapshots.git.TreeIndex;
import dev.tidemark.snapshots.history.Baseline;
import dev.tidemark.snapshots.history.Snapshot;
import dev.tidemark.snapshots.layout.SnapshotLayout;
import dev.tidemark.snapshots.model.Manifest;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.TypeTable;
import dev.tidemark.snapshots.seal.SealedManifests;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Compares the approved baseline with the cluster, and tells of each difference which side has moved, and who moved it. */
public final class DriftReview {

    private static final int LOOKS_AT_ONCE = 16;

    private final DriftDetector detector;
    private final Exporter exporter;
    private final ClusterReader reader;

    public DriftReview(DriftDetector detector, Exporter exporter, ClusterReader reader) {
        this.detector = detector;
        this.exporter = exporter;
        this.reader = reader;
    }

    public Drift compare(Baseline baseline, Selection selection, Progress progress) {
        LiveState live = LiveState.read(exporter, selection, baseline.desired(), progress);
        Comparison comparison = detector.live(live, baseline.desired(), selection);
        return new Drift(
                comparison,
                origins(comparison.changes(), baseline, live),
                changedBy(comparison.changes(), live.exported().discovery().types()));
    }

    private static Map<ResourceId, Origin> origins(List<Change> changes, Baseline baseline, LiveState live) {
        Map<ResourceId, Origin> origins = new HashMap<>();
        for (Change change : changes) {
            String path = SnapshotLayout.path(change.id());
            origins.put(
                    change.id(),
                    baseline.observed()
                            .map(observed ->
                                    origin(change, path, baseline.desired().index(), observed, live))
                            .orElse(Origin.BASELINE));
        }
        return origins;
    }

    private static Origin origin(Change change, String path, TreeIndex desired, Snapshot observed, LiveState live) {
        boolean wanted = !desired.get(path).equals(observed.index().get(path));
        if (!wanted) {
            return Origin.CLUSTER;
        }
        Optional<Manifest> then = observed.manifest(change.id());
        Optional<Manifest> now = live.different(path);
        boolean moved = then.isPresent() != now.isPresent()
                || (then.isPresent()
                        && SealedManifests.modified(then.get(), now.get()).isPresent());
        return moved ? Origin.BOTH : Origin.BASELINE;
    }

    private Map<ResourceId, FieldManager> changedBy(List<Change> changes, TypeTable types) {
        Map<ResourceId, FieldManager> managers = new ConcurrentHashMap<>();
        try (WorkQueue looks = new WorkQueue(LOOKS_AT_ONCE)) {
            for (Change change : changes) {
                if (change.kind() != Change.Kind.REMOVED) {
                    looks.submit(() -> types.ofKind(
                                    change.id().group(), change.id().kind())
                            .flatMap(type -> reader.lastManager(
                                    type, change.id().namespace(), change.id().name()))
                            .ifPresent(manager -> managers.put(change.id(), manager)));
                }
            }
            looks.await();
        }
        return managers;
    }
}
