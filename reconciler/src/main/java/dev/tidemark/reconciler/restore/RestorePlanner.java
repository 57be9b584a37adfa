package dev.tidemark.reconciler.restore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.mapping.NamespaceMapping;
import dev.tidemark.policies.select.ObjectFilter;
import dev.tidemark.reconciler.capture.WorkQueue;
import dev.tidemark.reconciler.drift.LiveState;
import dev.tidemark.snapshots.history.Snapshot;
import dev.tidemark.snapshots.layout.SecretDocuments;
import dev.tidemark.snapshots.layout.SnapshotLayout;
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
    private final Dependencies dependencies;
    private final boolean withDependencies;
    private final Optional<Deletions> deletions;
    private final Optional<SinceRestore> since;

    private final List<Step> steps = new ArrayList<>();
    private final Map<ResourceId, ObjectNode> targets = new ConcurrentHashMap<>();
    private final Map<ResourceId, String> paths = new HashMap<>();
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
            Dependencies dependencies,
            boolean withDependencies,
            Optional<Deletions> deletions,
            Optional<SinceRestore> since) {
        this.snapshot = snapshot;
        this.live = live;
        this.placements = placements;
        this.mapping = mapping;
        this.prover = prover;
        this.dyingNamespaces = dyingNamespaces;
        this.absence = absence;
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
        going.stream().filter(step -> !paths.containsKey(step.id())).forEach(steps::add);
        return new PlannedRestore(new RestorePlan(steps), targets, paths, restated, found, uids);
    }

    /** Opening Secrets takes processors, and dry runs wait for the server: both go side by side. */
    private List<ResourceId> prove(ObjectFilter filter) {
        List<ResourceId> matched = new ArrayList<>();
        SortedMap<String, Step> proven = new ConcurrentSkipListMap<>();
        try (WorkQueue work = new WorkQueue(PROOFS_AT_ONCE)) {
            snapshot.forEachManifest((path, manifest) -> {
                if (filter.test(manifest.id(), SealedManifests.labels(manifest))) {
                    matched.add(manifest.id());
                    work.submit(() -> proven.put(path, step(path, manifest)));
                }
            });
            work.await();
        }
        proven.forEach((path, step) -> {
            steps.add(step);
            paths.put(step.id(), path);
        });
        return matched;
    }

    /** What the objects that are written need, and nothing brings, comes along where that is asked for, or is named. */
    private void followReferences() {
        Deque<Step> open = new ArrayDeque<>(steps);
        while (!open.isEmpty()) {
            ResourceId id = open.remove().id();
            if (targets.containsKey(id)) {
                for (ResourceId needed :
                        dependencies.lacking(id, Objects.requireNonNull(targets.get(id)), paths.keySet())) {
                    Optional<Manifest> kept =
                            snapshot.manifest(mapping.map().inverse().here(needed));
                    if (withDependencies && kept.isPresent()) {
                        open.add(along(kept.get(), id));
                    } else {
                        note(id, List.of(lacks(needed, kept.isPresent())));
                    }
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
        Step step = step(path, needed);
        Step named = step.reason().isEmpty()
                ? new Step(step.wave(), step.id(), step.action(), Reasons.NEEDED + dependent.display(), step.fields())
                : step;
        steps.add(named);
        paths.put(step.id(), path);
        targets.computeIfPresent(step.id(), (id, tree) -> {
            restated.put(id, new PlannedRestore.Restated(needed.id(), dependencies.type(id, tree), tree, true));
            return tree;
        });
        return named;
    }

    private static String lacks(ResourceId needed, boolean inSnapshot) {
        return "needs " + needed.display() + ", which is not selected and not in the cluster"
                + (inSnapshot ? "" : ", nor in the snapshot");
    }

    private Step step(String path, Manifest manifest) {
        boolean dying =
                dyingNamespaces.contains(mapping.map().here(manifest.id()).namespace());
        if (!dying
                && mapping.map().isEmpty()
                && live.has(path)
                && live.different(path).isEmpty()) {
            return step(manifest.id(), Prover.Proof.of(Action.UNCHANGED, "", List.of()));
        }
        if (since.isPresent() && since.get().changedWritten(manifest.id())) {
            return step(manifest.id(), Prover.Proof.of(Action.BLOCKED, Reasons.CHANGED_SINCE_RESTORE, List.of()));
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
                yield unproven(later.id(), later.tree(), Reasons.CREATE_UNPROVEN);
            }
            case Placement.At at -> {
                if (at.restated() || !mapping.map().isEmpty()) {
                    restate(manifest, at.type(), at.id(), at.tree());
                }
                note(at.id(), mapping.notes(manifest.id(), at.tree()));
                yield dying ? unproven(at.id(), at.tree(), Reasons.TERMINATING) : proven(at, manifest.apiVersion());
            }
        };
    }

    private void restate(Manifest manifest, ResourceType type, ResourceId id, ObjectNode tree) {
        boolean apart = !mapping.map().isEmpty() || !tree.equals(manifest.tree());
        restated.put(id, new PlannedRestore.Restated(manifest.id(), type, tree, apart));
    }

    private Step unproven(ResourceId id, ObjectNode tree, String reason) {
        targets.put(id, tree);
        return step(id, Prover.Proof.of(Action.CREATE, reason, List.of()));
    }

    private Step proven(Placement.At at, String stated) {
        Prover chosen = at.guess() ? prover.provingCreates() : prover;
        Prover.Proof proof = absence.certain(at.id())
                ? chosen.proveMissing(at.type(), at.id(), at.tree())
                : chosen.prove(at.type(), at.id(), at.tree());
        if (at.guess() && proof.action() == Action.BLOCKED) {
            String why = Reasons.UNRESTORABLE_VERSION + ": " + stated + " is not served, and "
                    + at.type().apiVersion() + " does not take it: " + proof.reason();
            return step(at.id(), Prover.Proof.of(Action.UNRESTORABLE, why, proof.fields()));
        }
        if (proof.action().writes()) {
            targets.put(at.id(), at.tree());
        }
        proof.body().ifPresent(body -> found.put(at.id(), liveObject(at.id(), body.path("metadata"))));
        return step(at.id(), proof);
    }

    private static String liveObject(ResourceId id, JsonNode precondition) {
        String uid = precondition.path("uid").asText();
        return SecretDocuments.isSecret(id)
                ? uid + " " + precondition.path("resourceVersion").asText()
                : uid;
    }

    private static Step step(ResourceId id, Prover.Proof proof) {
        return new Step(Waves.of(id), id, proof.action(), proof.reason(), proof.fields());
    }
}
