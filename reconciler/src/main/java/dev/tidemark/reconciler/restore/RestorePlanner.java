package dev.tidemark.reconciler.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.select.ObjectFilter;
import dev.tidemark.reconciler.drift.LiveState;
import dev.tidemark.snapshots.history.Snapshot;
import dev.tidemark.snapshots.model.Manifest;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.model.TypeTable;
import dev.tidemark.snapshots.plan.Action;
import dev.tidemark.snapshots.plan.RestorePlan;
import dev.tidemark.snapshots.plan.Step;
import dev.tidemark.snapshots.plan.Waves;
import dev.tidemark.snapshots.seal.SealedManifests;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Plans a restore: an object whose manifest is byte for byte the snapshot's costs nothing, every other one is proven. Each
 * object in scope gets exactly one step.
 */
final class RestorePlanner {

    private final Snapshot snapshot;
    private final LiveState live;
    private final SecretOpener opener;
    private final Prover prover;
    private final DyingNamespaces dyingNamespaces;
    private final Optional<Deletions> deletions;
    private final Optional<SinceRestore> since;

    /** Without {@code deletions} what the snapshot does not have is left alone. */
    RestorePlanner(
            Snapshot snapshot,
            LiveState live,
            SecretOpener opener,
            Prover prover,
            DyingNamespaces dyingNamespaces,
            Optional<Deletions> deletions,
            Optional<SinceRestore> since) {
        this.snapshot = snapshot;
        this.live = live;
        this.opener = opener;
        this.prover = prover;
        this.dyingNamespaces = dyingNamespaces;
        this.deletions = deletions;
        this.since = since;
    }

    PlannedRestore plan(ObjectFilter filter) {
        List<Step> steps = new ArrayList<>();
        Map<ResourceId, ObjectNode> targets = new HashMap<>();
        Map<ResourceId, String> paths = new HashMap<>();
        snapshot.forEachManifest((path, manifest) -> {
            if (filter.test(manifest.id(), SealedManifests.labels(manifest))) {
                Step step = step(path, manifest, targets);
                steps.add(step);
                paths.put(step.id(), path);
            }
        });
        if (steps.isEmpty()) {
            throw filter.nothingMatched();
        }
        filter.missing(steps.stream().map(Step::id).toList()).ifPresent(failure -> {
            throw failure;
        });
        Map<ResourceId, String> uids = new HashMap<>();
        deletions.ifPresent(p -> steps.addAll(p.steps(uids)));
        return new PlannedRestore(new RestorePlan(steps), targets, paths, uids);
    }

    private Step step(String path, Manifest manifest, Map<ResourceId, ObjectNode> targets) {
        boolean dying = dyingNamespaces.contains(manifest.id().namespace());
        if (!dying && live.has(path) && live.different(path).isEmpty()) {
            return step(manifest.id(), Prover.Proof.of(Action.UNCHANGED, "", List.of()));
        }
        if (since.isPresent() && since.get().changed(manifest.id())) {
            return step(manifest.id(), Prover.Proof.of(Action.BLOCKED, Reasons.CHANGED_SINCE_RESTORE, List.of()));
        }
        return switch (opener.wanted(manifest)) {
            case Wanted.LeftOut left -> step(left.id(), Prover.Proof.of(Action.SKIP, left.reason(), List.of()));
            case Wanted.Unknown unknown ->
                step(
                        unknown.id(),
                        Prover.Proof.of(Action.BLOCKED, Reasons.NO_KEY + ": " + unknown.reason(), List.of()));
            case Wanted.Tree tree
            when dying -> {
                targets.put(tree.id(), tree.tree());
                yield step(tree.id(), Prover.Proof.of(Action.CREATE, Reasons.TERMINATING, List.of()));
            }
            case Wanted.Tree tree -> proven(tree, targets);
        };
    }

    private Step proven(Wanted.Tree wanted, Map<ResourceId, ObjectNode> targets) {
        ResourceId id = wanted.id();
        Optional<ResourceType> served = type(live.exported().discovery().types(), id);
        if (served.isEmpty()) {
            return unserved(wanted, targets);
        }
        Prover.Proof proof = prover.prove(served.get(), id, wanted.tree());
        if (proof.action().writes()) {
            targets.put(id, wanted.tree());
        }
        return step(id, proof);
    }

    /** A type that the cluster does not serve comes with its definition, if that is part of the snapshot. */
    private Step unserved(Wanted.Tree wanted, Map<ResourceId, ObjectNode> targets) {
        ResourceId id = wanted.id();
        String definition =
                "cluster/apiextensions.k8s.io/customresourcedefinitions/" + id.resource() + "." + id.group() + ".yaml";
        if (snapshot.index().get(definition).isEmpty()
                || type(snapshot.types(), id).isEmpty()) {
            return step(id, Prover.Proof.of(Action.UNRESTORABLE, Reasons.TYPE_MISSING, List.of()));
        }
        targets.put(id, wanted.tree());
        return step(id, Prover.Proof.of(Action.CREATE, Reasons.CREATE_UNPROVEN, List.of()));
    }

    private static Optional<ResourceType> type(TypeTable types, ResourceId id) {
        return types.ofKind(id.group(), id.kind());
    }

    private static Step step(ResourceId id, Prover.Proof proof) {
        return new Step(Waves.of(id), id, proof.action(), proof.reason(), proof.fields());
    }
}
