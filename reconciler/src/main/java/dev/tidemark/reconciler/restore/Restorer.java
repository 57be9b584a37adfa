package dev.tidemark.reconciler.restore;

import dev.tidemark.policies.guard.BlastRadius;
import dev.tidemark.policies.guard.PruneGuard;
import dev.tidemark.policies.guard.RecreateGuard;
import dev.tidemark.policies.mapping.NamespaceMapping;
import dev.tidemark.policies.normalise.ClusterFacts;
import dev.tidemark.policies.normalise.FactCollector;
import dev.tidemark.policies.normalise.Normaliser;
import dev.tidemark.policies.readiness.ReadyRules;
import dev.tidemark.policies.secrecy.LeakGuard;
import dev.tidemark.policies.secrecy.SensitiveFields;
import dev.tidemark.policies.select.ObjectFilter;
import dev.tidemark.reconciler.capture.Exported;
import dev.tidemark.reconciler.capture.Exporter;
import dev.tidemark.reconciler.capture.Progress;
import dev.tidemark.reconciler.cluster.ApiError;
import dev.tidemark.reconciler.cluster.Cluster;
import dev.tidemark.reconciler.cluster.ClusterWriter;
import dev.tidemark.reconciler.drift.DriftDetector;
import dev.tidemark.reconciler.drift.LiveState;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.history.Snapshot;
import dev.tidemark.snapshots.layout.ClusterFile;
import dev.tidemark.snapshots.layout.SnapshotLayout;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.model.TypeTable;
import dev.tidemark.snapshots.plan.Action;
import dev.tidemark.snapshots.plan.RestorePlan;
import dev.tidemark.snapshots.plan.Step;
import dev.tidemark.snapshots.seal.SealedManifests;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Brings a selection of the cluster back to a snapshot: plan, then apply in waves, then look again. */
public final class Restorer {

    private static final String FIELD_MANAGER = "tidemark";

    private final Cluster cluster;
    private final Exporter exporter;
    private final Normaliser normaliser;
    private final DriftDetector drift;
    private final SensitiveFields sensitive;

    /** {@code sensitive} = fields for which no value of their object is told. */
    public Restorer(
            Cluster cluster, Exporter exporter, Normaliser normaliser, DriftDetector drift, SensitiveFields sensitive) {
        this.cluster = cluster;
        this.exporter = exporter;
        this.normaliser = normaliser;
        this.drift = drift;
        this.sensitive = sensitive;
    }

    /**
     * What to bring back.
     *
     * @param proveCreates also dry-run creations
     * @param exactly carry out nothing but what the plan shows; what has changed since is blocked
     * @param undo the restore that this one takes back
     * @param waitFor names of types of which more is waited for than is usual
     */
    public record Request(
            Snapshot snapshot,
            RestoreScope scope,
            SecretOpener opener,
            boolean proveCreates,
            boolean exactly,
            Optional<UndoRequest> undo,
            List<String> waitFor) {

        public Request {
            waitFor = List.copyOf(waitFor);
        }
    }

    /** A plan that can be shown, and carried out. */
    public final class Prepared {

        private final Request request;
        private final PlannedRestore planned;
        private final int mayBeReverted;
        private final Judgement judgement;
        private final ClusterWriter writer;
        private final Set<ResourceType> asked;
        private final RecreateGuard recreate;
        private final LiveState live;

        private Prepared(
                Request request,
                PlannedRestore planned,
                int mayBeReverted,
                Judgement judgement,
                ClusterWriter writer,
                Set<ResourceType> asked,
                RecreateGuard recreate,
                LiveState live) {
            this.request = request;
            this.writer = writer;
            this.asked = asked;
            this.planned = planned;
            this.mayBeReverted = mayBeReverted;
            this.judgement = judgement;
            this.recreate = recreate;
            this.live = live;
        }

        /**
         * Why the plan would delete too much; empty when it does not, or that many were allowed. An undo deletes what one
         * restore is known to have made, however much that is.
         */
        public Optional<Failure> tooManyDeletes() {
            List<ResourceId> deletes = plan().steps().stream()
                    .filter(s -> s.action() == Action.DELETE)
                    .map(Step::id)
                    .toList();
            int allowed = request.scope().prune().map(PruneRequest::maxDeletes).orElse(0);
            return request.undo().isPresent() || allowed >= deletes.size()
                    ? Optional.empty()
                    : BlastRadius.exceeded(deletes, seen())
                            .map(why -> Failure.refused(
                                    "blast-radius",
                                    "restore " + request.snapshot().commit().shortId() + " with --prune",
                                    why,
                                    "if that is meant, allow it with --max-deletes " + deletes.size()));
        }

        private List<ResourceId> seen() {
            return live.exported().objects().values().stream()
                    .map(Exported.Entry::id)
                    .toList();
        }

        /** How many of the objects that would be written another tool manages. */
        public int mayBeReverted() {
            return mayBeReverted;
        }

        public RestorePlan plan() {
            return planned.plan();
        }

        /** The plan, to be carried out later or not at all. */
        public SavedPlan saved() {
            return new SavedPlan(
                    request.snapshot().commit().id(),
                    cluster.identity().uid(),
                    plan().hash(),
                    request.scope(),
                    planned.digests());
        }

        /** Carries the plan out and looks again. */
        public RestoreReport carryOut(
                String id,
                Optional<Commit> restorePoint,
                Patience patience,
                int concurrency,
                RestoreProgress progress) {
            long start = System.nanoTime();
            RestoreApplier applier = new RestoreApplier(
                    planned,
                    cluster,
                    writer,
                    judgement,
                    request.snapshot().types(),
                    request.snapshot().owners(),
                    recreate,
                    asked,
                    patience,
                    concurrency,
                    request.exactly());
            LeakGuard guard = new LeakGuard(live.exported().known());
            List<Outcome> outcomes = applier.apply(progress).stream()
                    .map(outcome -> outcome.discreet(guard))
                    .toList();
            return new RestoreReport(
                    id,
                    outcomes,
                    verify(outcomes),
                    restorePoint,
                    applier.unsealing(),
                    (System.nanoTime() - start) / 1_000_000);
        }

        /** What was written is told and recorded, also where nobody can look at it any more. */
        private Verification verify(List<Outcome> outcomes) {
            try {
                return new RestoreVerifier(cluster.reader(), judgement)
                        .verify(
                                planned,
                                outcomes,
                                drift.live(
                                        now(),
                                        request.snapshot(),
                                        request.scope().here()),
                                !request.scope().namespaces().isEmpty(),
                                request.scope().prune().isPresent());
            } catch (ApiError error) {
                return Verification.unknown(error.message());
            } catch (Failure failure) {
                return Verification.unknown(failure.why());
            }
        }

        /** Where nothing was written, what was seen for the plan is what there is. */
        private LiveState now() {
            return plan().steps().stream().anyMatch(step -> step.action().writes())
                    ? LiveState.read(exporter, request.scope().here(), request.snapshot(), Progress.NONE)
                    : live;
        }
    }

    /** @throws Failure when the selection matches nothing in the snapshot, or the cluster does not answer */
    public Prepared prepare(Request request, Progress progress) {
        Snapshot snapshot = request.snapshot();
        Set<ResourceType> asked = asked(request);
        NamespaceMapping mapping = new NamespaceMapping(request.scope().namespaces());
        LiveState live = LiveState.read(exporter, request.scope().here(), snapshot, progress);
        ObjectFilter filter = request.scope().selection().resolve(types(live, snapshot));
        DyingNamespaces dying = new DyingNamespaces(
                cluster.reader(), live.exported().discovery().types());
        ComingClaims claims = ComingClaims.of(snapshot, filter, live, dying);
        Confidential confidential = new Confidential(
                id -> snapshot.sealed(
                        SnapshotLayout.path(mapping.map().inverse().here(id))),
                sensitive,
                new LeakGuard(live.exported().known()));
        Judgement judgement = new Judgement(normaliser, facts(live, snapshot, mapping, filter), claims, confidential);
        ClusterWriter writer = cluster.writer(FIELD_MANAGER, confidential::test);
        RecreateGuard recreate = recreateGuard(request.scope().allowRecreate(), types(live, snapshot));
        Prover prover =
                new Prover(cluster.reader(), Prover.DryRuns.of(writer), judgement, recreate, request.proveCreates());
        Optional<SinceRestore> since = request.undo()
                .map(undo -> new SinceRestore(
                        undo,
                        LiveState.read(exporter, request.scope().selection(), undo.restored(), progress),
                        new AsRestated(
                                undo,
                                filter,
                                placements(
                                        request,
                                        new NamespaceMapping(undo.namespaces()),
                                        undo.restored(),
                                        filter,
                                        live),
                                cluster.reader(),
                                judgement)));
        Placements placements = placements(request, mapping, snapshot, filter, live);
        PlannedRestore planned = new RestorePlanner(
                        snapshot,
                        live,
                        placements,
                        mapping,
                        prover,
                        dying,
                        new Absence(live.exported(), request.scope().here()),
                        claims,
                        new Dependencies(
                                cluster.reader(), live.exported().discovery().types(), snapshot.types()),
                        request.scope().withDependencies(),
                        deletions(request, live, since),
                        since)
                .plan(filter);
        TypeTable served = live.exported().discovery().types();
        PlanNotes.Noted noted = new PlanNotes(
                        cluster.reader(), served, request.scope().ownedByOthers(), FIELD_MANAGER)
                .add(new LiftedDenials(cluster.reader(), served).with(planned));
        return new Prepared(
                request,
                new Disarming(cluster.reader(), served).with(noted.planned()),
                noted.mayBeReverted(),
                judgement,
                writer,
                asked,
                recreate,
                live);
    }

    private static Set<ResourceType> asked(Request request) {
        return request.waitFor().stream()
                .map(name -> request.snapshot()
                        .types()
                        .find(name)
                        .filter(ReadyRules::moreCanBeAsked)
                        .orElseThrow(() -> Failure.usage(
                                "nothing-to-wait-for",
                                "wait for " + name,
                                "of this type no more is waited for than without the option",
                                "it takes job, service, ingress and horizontalpodautoscaler")))
                .collect(Collectors.toSet());
    }

    private Placements placements(
            Request request, NamespaceMapping mapping, Snapshot snapshot, ObjectFilter filter, LiveState live) {
        return new Placements(
                request.opener(),
                mapping,
                live.exported().discovery(),
                cluster.reader(),
                new ComingDefinitions(snapshot, filter, request.scope().withDependencies()));
    }

    private Optional<Deletions> deletions(Request request, LiveState live, Optional<SinceRestore> since) {
        Snapshot snapshot = request.snapshot();
        if (since.isPresent()) {
            return Optional.of(new UndoneCreations(since.get(), live, snapshot, cluster.reader()));
        }
        return request.scope()
                .prune()
                .map(p -> new PrunePlanner(
                        snapshot, live, cluster.reader(), guard(p, live, snapshot), sameCluster(snapshot)));
    }

    private static PruneGuard guard(PruneRequest prune, LiveState live, Snapshot snapshot) {
        return new PruneGuard(named(prune.allowKinds(), types(live, snapshot), "to be pruned"));
    }

    private RecreateGuard recreateGuard(List<String> allowed, TypeTable types) {
        Set<ResourceType> named = named(allowed, types, "to be made anew");
        boolean bindings = named.stream().anyMatch(RecreateGuard::asksForSelf);
        return new RecreateGuard(named, bindings ? cluster.self() : Set.of());
    }

    private static TypeTable types(LiveState live, Snapshot snapshot) {
        return live.exported().discovery().types().plus(snapshot.types());
    }

    private static Set<ResourceType> named(List<String> names, TypeTable types, String allowed) {
        Set<ResourceType> named = new HashSet<>();
        for (String name : names) {
            named.add(types.find(name)
                    .orElseThrow(() -> Failure.usage(
                            "unknown-type",
                            "allow " + name + " " + allowed,
                            "no resource type is called '" + name + "'",
                            "types are called as by kubectl api-resources, TYPE or TYPE.GROUP")));
        }
        return named;
    }

    private boolean sameCluster(Snapshot snapshot) {
        return snapshot.cluster()
                .map(then -> then.cluster().equals(cluster.identity().uid()))
                .orElse(true);
    }

    /** @throws Failure refused, when the snapshot is another cluster's and that was not allowed */
    public void refuseOtherCluster(Snapshot snapshot, boolean allowed) {
        String now = cluster.identity().uid();
        Optional<ClusterFile> then = snapshot.cluster();
        if (!allowed && then.isPresent() && !sameCluster(snapshot)) {
            throw Failure.refused(
                    "other-cluster",
                    "restore " + snapshot.commit().shortId() + " into cluster " + now,
                    "it is a snapshot of cluster " + then.get().cluster(),
                    "if that is meant, allow it with --other-cluster");
        }
    }

    /**
     * What is known of other objects when the restore is done: an autoscaler counts whether it lives now or comes back with
     * the snapshot, and a Service that comes back without a selector has none.
     */
    private static ClusterFacts facts(
            LiveState live, Snapshot snapshot, NamespaceMapping mapping, ObjectFilter filter) {
        FactCollector collector = new FactCollector();
        snapshot.types()
                .ofKind("autoscaling", "HorizontalPodAutoscaler")
                .ifPresent(type -> snapshot.forEachManifest(
                        path -> SnapshotLayout.resource(path).equals(type.resource()),
                        (path, manifest) -> {
                            if (manifest.id().qualifiedType().equals(type.qualifiedName())) {
                                collector.accept(type, mapping.rewritten(manifest.id(), manifest.tree()));
                            }
                        },
                        (path, damage) -> {})); // the plan names it
        ClusterFacts now = live.exported().facts();
        Set<String> scaled = new HashSet<>(collector.facts().scaledTargets());
        scaled.addAll(now.scaledTargets());
        Set<String> selected = new HashSet<>(now.selectedServices());
        selected.removeAll(servicesByHand(snapshot, mapping, filter));
        return new ClusterFacts(scaled, now.sealedSecrets(), selected);
    }

    /** Services that come back and of which the snapshot has the Endpoints: those were made by hand, without a selector. */
    private static Set<String> servicesByHand(Snapshot snapshot, NamespaceMapping mapping, ObjectFilter filter) {
        Set<String> services = new HashSet<>();
        snapshot.forEachManifest(
                path -> SnapshotLayout.resource(path).equals("endpoints"),
                (path, manifest) -> {
                    ResourceId id = manifest.id();
                    snapshot.manifest(new ResourceId("", "Service", "services", id.namespace(), id.name()))
                            .filter(service -> filter.test(service.id(), SealedManifests.labels(service)))
                            .map(service -> mapping.map().here(service.id()))
                            .ifPresent(here -> services.add(here.namespace() + "/" + here.name()));
                },
                (path, damage) -> {});
        return services;
    }
}
