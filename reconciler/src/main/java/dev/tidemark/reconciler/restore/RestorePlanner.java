package dev.tidemark.reconciler.restore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.guard.OtherTool;
import dev.tidemark.policies.mapping.NamespaceMapping;
import dev.tidemark.policies.select.ObjectFilter;
import dev.tidemark.reconciler.capture.WorkQueue;
import dev.tidemark.reconciler.drift.LiveState;
import dev.tidemark.snapshots.diff.FieldChange;
import dev.tidemark.snapshots.history.Snapshot;
import dev.tidemark.snapshots.layout.SecretDocuments;
import dev.tidemark.snapshots.layout.SnapshotLayout;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.Manifest;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.plan.Action;
import dev.tidemark.snapshots.plan.RestorePlan;
import dev.tidemark.snapshots.plan.Step;
import dev.tidemark.snapshots.plan.Waves;
import dev.tidemark.snapshots.seal.SealedManifests;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Plans a restore: an object whose manifest is byte for byte the snapshot's costs nothing, every other one is proven. Each
 * object in scope gets exactly one step.
 */
final class RestorePlanner {

    private static final int PROOFS_AT_ONCE = 16;

    private final Snapshot snapshot;
    private final LiveState live;
    private final Placements placements;
    private final NamespaceMapping mapping;
    private final Prover prover;
    private final DyingNamespaces dyingNamespaces;
    private final Absence absence;
    private final ComingClaims claims;
    private final Dependencies dependencies;
    private final boolean withDependencies;
    private final Optional<Deletions> deletions;
    private final Optional<SinceRestore> since;

    private final List<Step> steps = new ArrayList<>();
    private final Targets targets;
    private final Map<ResourceId, OtherTool> managed = new ConcurrentHashMap<>();
    private final Map<ResourceId, List<ResourceId>> needs = new ConcurrentHashMap<>();
    private final Map<ResourceId, PlannedRestore.Restated> restated = new ConcurrentHashMap<>();
    private final Map<ResourceId, String> found = new ConcurrentHashMap<>();
    private final Map<ResourceId, List<String>> notes = new ConcurrentHashMap<>();

    /**
     * @param withDependencies whether what a selected object needs and the cluster lacks comes along
     * @param deletions without them, what the snapshot does not have is left alone
     */
    RestorePlanner(
            Snapshot snapshot,
            LiveState live,
            Placements placements,
            NamespaceMapping mapping,
            Prover prover,
            DyingNamespaces dyingNamespaces,
            Absence absence,
            ComingClaims claims,
            Dependencies dependencies,
            boolean withDependencies,
            Optional<Deletions> deletions,
            Optional<SinceRestore> since) {
        this.snapshot = snapshot;
        this.live = live;
        this.placements = placements;
        this.targets = new Targets(snapshot::manifest, placements::of);
        this.mapping = mapping;
        this.prover = prover;
        this.dyingNamespaces = dyingNamespaces;
        this.absence = absence;
        this.claims = claims;
        this.dependencies = dependencies;
        this.withDependencies = withDependencies;
        this.deletions = deletions;
        this.since = since;
    }

    /** @throws dev.tidemark.snapshots.model.Failure usage, when the snapshot lacks what {@code filter} names; an undo may */
    PlannedRestore plan(ObjectFilter filter) {
        List<ResourceId> matched = prove(filter);
        if (since.isEmpty()) {
            filter.missing(matched).ifPresent(failure -> {
                throw failure;
            });
        }
        followReferences();
        Map<ResourceId, String> uids = new HashMap<>();
        List<Step> going = deletions.map(d -> d.steps(uids)).orElse(List.of());
        going.stream().filter(step -> !targets.has(step.id())).forEach(steps::add);
        return new PlannedRestore(new RestorePlan(steps), targets, managed, restated, found, uids);
    }

    /** What is the same is not even read; opening Secrets takes processors, and dry runs wait for the server. */
    private List<ResourceId> prove(ObjectFilter filter) {
        List<ResourceId> matched = new ArrayList<>();
        SortedMap<String, Step> proven = new ConcurrentSkipListMap<>();
        snapshot.index().forEach((path, blob) -> {
            if (same(path)) {
                ResourceId id = Objects.requireNonNull(live.exported().objects().get(path))
                        .id();
                matched.add(id);
                proven.put(path, step(id, Prover.Proof.of(Action.UNCHANGED, "", List.of())));
            }
        });
        try (WorkQueue work = new WorkQueue(PROOFS_AT_ONCE)) {
            snapshot.forEachManifest(
                    path -> !proven.containsKey(path),
                    (path, manifest) -> {
                        if (filter.test(manifest.id(), SealedManifests.labels(manifest))) {
                            matched.add(manifest.id());
                            work.submit(() -> proven.put(path, step(manifest)));
                        }
                    },
                    (path, damage) -> {
                        ResourceId lost = snapshot.identityOf(path);
                        if (filter.test(lost, MissingNode.getInstance())) {
                            matched.add(lost);
                            proven.put(path, damaged(lost, damage));
                        }
                    });
            work.await();
        }
        proven.forEach((path, step) -> {
            steps.add(step);
            targets.put(step.id(), path);
        });
        return matched;
    }

    /** Whether the cluster has the object of this path as it is in the snapshot, and need not look at it. */
    private boolean same(String path) {
        return mapping.map().isEmpty()
                && live.same(path)
                && !claims.volumes().contains(path)
                && !dyingNamespaces.contains(
                        Objects.requireNonNull(live.exported().objects().get(path))
                                .id()
                                .namespace());
    }

    /** What is lost cannot be brought back. */
    private Step damaged(ResourceId lost, Failure damage) {
        return step(
                mapping.map().here(lost),
                Prover.Proof.of(Action.BLOCKED, Reasons.DAMAGED + ": " + damage.why(), List.of()));
    }

    /** What the objects that are written need, and nothing brings, comes along where that is asked for, or is named. */
    private void followReferences() {
        Deque<Step> open = new ArrayDeque<>(steps);
        while (!open.isEmpty()) {
            ResourceId id = open.remove().id();
            for (ResourceId needed : needs.getOrDefault(id, List.of())) {
                if (targets.has(needed) || !dependencies.lacks(needed)) {
                    continue;
                }
                Optional<Manifest> kept =
                        snapshot.manifest(mapping.map().inverse().here(needed));
                if (withDependencies && kept.isPresent()) {
                    open.add(along(kept.get(), id));
                } else {
                    note(id, List.of(lacks(needed, kept.isPresent())));
                }
            }
        }
        steps.replaceAll(step -> step.action().writes() ? step.with(notes.getOrDefault(step.id(), List.of())) : step);
    }

    private void note(ResourceId id, List<String> phrases) {
        notes.computeIfAbsent(id, i -> new ArrayList<>()).addAll(phrases);
    }

    private Step along(Manifest needed, ResourceId dependent) {
        String path = SnapshotLayout.path(needed.id());
        Step step = step(needed);
        Step named = step.reason().isEmpty()
                ? new Step(step.wave(), step.id(), step.action(), Reasons.NEEDED + dependent.display(), step.fields())
                : step;
        steps.add(named);
        targets.put(step.id(), path);
        if (needs.containsKey(step.id())) {
            outOfSelection(needed);
        }
        return named;
    }

    private void outOfSelection(Manifest manifest) {
        switch (placements.of(manifest)) {
            case Placement.At at -> restated.put(at.id(), new PlannedRestore.Restated(manifest.id(), at.type(), true));
            case Placement.Later later ->
                restated.put(later.id(), new PlannedRestore.Restated(manifest.id(), later.type(), true));
            default -> {} // it is not written
        }
    }

    private static String lacks(ResourceId needed, boolean inSnapshot) {
        return "needs " + needed.display() + ", which is not selected and not in the cluster"
                + (inSnapshot ? "" : ", nor in the snapshot");
    }

    private Step step(Manifest manifest) {
        if (since.isPresent() && since.get().changedWritten(manifest.id())) {
            return step(manifest.id(), Prover.Proof.of(Action.BLOCKED, Reasons.CHANGED_SINCE_RESTORE, List.of()));
        }
        boolean dying =
                dyingNamespaces.contains(mapping.map().here(manifest.id()).namespace());
        if (!dying && opensLater(manifest)) {
            return written(manifest.id(), manifest.tree(), manifest, Prover.Proof.of(Action.CREATE, "", List.of()));
        }
        return switch (placements.of(manifest)) {
            case Placement.LeftOut left -> step(left.id(), Prover.Proof.of(Action.SKIP, left.reason(), List.of()));
            case Placement.Unknown unknown ->
                step(
                        unknown.id(),
                        Prover.Proof.of(Action.BLOCKED, Reasons.NO_KEY + ": " + unknown.reason(), List.of()));
            case Placement.Nowhere nowhere ->
                step(nowhere.id(), Prover.Proof.of(Action.UNRESTORABLE, nowhere.reason(), List.of()));
            case Placement.Later later -> {
                restate(manifest, later.type(), later.id(), later.tree());
                yield unproven(later.id(), later.tree(), manifest, Reasons.CREATE_UNPROVEN);
            }
            case Placement.At at -> {
                if (at.restated() || !mapping.map().isEmpty()) {
                    restate(manifest, at.type(), at.id(), at.tree());
                }
                note(at.id(), mapping.notes(manifest.id(), at.tree()));
                yield dying ? unproven(at.id(), at.tree(), manifest, Reasons.TERMINATING) : proven(at, manifest);
            }
        };
    }

    private void restate(Manifest manifest, ResourceType type, ResourceId id, ObjectNode tree) {
        boolean apart = !mapping.map().isEmpty() || !tree.equals(manifest.tree());
        restated.put(id, new PlannedRestore.Restated(manifest.id(), type, apart));
    }

    /** A Secret that is not there is opened when it is written: that takes a processor longer than all else. */
    private boolean opensLater(Manifest manifest) {
        return mapping.map().isEmpty()
                && !prover.provesCreates()
                && placements.opensLater(manifest)
                && absence.certain(manifest.id());
    }

    private Step unproven(ResourceId id, ObjectNode tree, Manifest stated, String reason) {
        return written(id, tree, stated, Prover.Proof.of(Action.CREATE, reason, List.of()));
    }

    /** Notes what only the manifest at hand tells, since it is not kept. */
    private Step written(ResourceId id, ObjectNode tree, Manifest stated, Prover.Proof proof) {
        needs.put(id, dependencies.named(id, tree));
        if (proof.action() == Action.CREATE) {
            OtherTool.of(id, SealedManifests.metadata(stated)).ifPresent(tool -> managed.put(id, tool));
        }
        return step(id, proof);
    }

    private Step proven(Placement.At at, Manifest manifest) {
        Prover chosen = at.guess() ? prover.provingCreates() : prover;
        Prover.Proof proof = absence.certain(at.id())
                ? chosen.proveMissing(at.type(), at.id(), at.tree())
                : chosen.prove(at.type(), at.id(), at.tree());
        if (at.guess() && proof.action() == Action.BLOCKED) {
            String why = Reasons.UNRESTORABLE_VERSION + ": " + SealedManifests.apiVersion(manifest)
                    + " is not served, and " + at.type().apiVersion() + " does not take it: " + proof.reason();
            return step(at.id(), Prover.Proof.of(Action.UNRESTORABLE, why, proof.fields()));
        }
        proof.body().ifPresent(body -> found.put(at.id(), liveObject(at.id(), proof, body.path("metadata"))));
        return proof.action().writes() ? written(at.id(), at.tree(), manifest, proof) : step(at.id(), proof);
    }

    /** What a plan does not show may have changed unseen. */
    private static String liveObject(ResourceId id, Prover.Proof proof, JsonNode precondition) {
        String uid = precondition.path("uid").asText();
        return SecretDocuments.isSecret(id) || proof.fields().stream().anyMatch(FieldChange::isMasked)
                ? uid + " " + precondition.path("resourceVersion").asText()
                : uid;
    }

    private static Step step(ResourceId id, Prover.Proof proof) {
        return new Step(Waves.of(id), id, proof.action(), proof.reason(), proof.fields());
    }
}
