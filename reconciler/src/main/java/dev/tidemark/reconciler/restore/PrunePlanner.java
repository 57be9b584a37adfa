package dev.tidemark.reconciler.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.guard.PruneGuard;
import dev.tidemark.reconciler.capture.Exported;
import dev.tidemark.reconciler.cluster.ClusterReader;
import dev.tidemark.reconciler.drift.LiveState;
import dev.tidemark.snapshots.history.Snapshot;
import dev.tidemark.snapshots.model.OwnerReference;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.model.TypeTable;
import dev.tidemark.snapshots.plan.Action;
import dev.tidemark.snapshots.plan.Step;
import dev.tidemark.snapshots.plan.Waves;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plans what is to go: live objects in scope that the snapshot does not have, and proves that it could not have. */
final class PrunePlanner implements Deletions {

    private final Snapshot snapshot;
    private final ProvenAbsence absence;
    private final LiveState live;
    private final ClusterReader reader;
    private final PruneGuard guard;
    private final boolean sameCluster;
    private final TypeTable types;
    private final Map<ResourceType, Long> counts = new HashMap<>();

    /** {@code sameCluster}: what another cluster did not have proves nothing about this one. */
    PrunePlanner(Snapshot snapshot, LiveState live, ClusterReader reader, PruneGuard guard, boolean sameCluster) {
        this.snapshot = snapshot;
        this.live = live;
        this.reader = reader;
        this.guard = guard;
        this.sameCluster = sameCluster;
        this.types = live.exported().discovery().types();
        this.absence = new ProvenAbsence(snapshot, reader, types);
    }

    /** One step for each live object that the snapshot does not have. */
    @Override
    public List<Step> steps(Map<ResourceId, String> uids) {
        List<ResourceId> extra = live.exported().objects().entrySet().stream()
                .filter(e -> snapshot.index().get(e.getKey()).isEmpty())
                .map(e -> e.getValue().id())
                .toList();
        Map<String, Long> going = new HashMap<>();
        extra.forEach(id -> going.merge(id.qualifiedType(), 1L, Long::sum));
        List<Step> steps = new ArrayList<>();
        for (ResourceId id : extra) {
            step(id, going.getOrDefault(id.qualifiedType(), 0L), uids).ifPresent(steps::add);
        }
        List<Step> spared = TakenAlong.spared(steps);
        spared.stream().filter(step -> step.action() != Action.DELETE).forEach(step -> uids.remove(step.id()));
        return spared;
    }

    /** Empty when the object has gone by itself meanwhile. */
    private Optional<Step> step(ResourceId id, long going, Map<ResourceId, String> uids) {
        ResourceType type = types.ofKind(id.group(), id.kind()).orElseThrow();
        if (!sameCluster || !absence.of(id)) {
            String why =
                    sameCluster ? "the snapshot does not know its type completely" : "a snapshot of another cluster";
            return Optional.of(step(id, Action.BLOCKED, Reasons.UNPROVEN + ": " + why));
        }
        Optional<ObjectNode> now = reader.get(type, id.namespace(), id.name());
        if (now.isEmpty()) {
            return Optional.empty();
        }
        if (now.get().path("metadata").has("deletionTimestamp")) {
            return Optional.of(step(id, Action.SKIP, Reasons.TERMINATING));
        }
        Optional<String> blocked = keptDependent(id)
                .map(kept -> "protected: it owns " + kept + ", which stays")
                .or(() -> guard.protects(type, id, now.get(), lastOfItsKind(type, going)));
        if (blocked.isPresent()) {
            return Optional.of(step(id, Action.BLOCKED, blocked.get()));
        }
        uids.put(id, now.get().path("metadata").path("uid").asText());
        return Optional.of(new Step(
                unavailable(now.get()) ? Waves.DISARM : Waves.ofDeletion(id),
                id,
                Action.DELETE,
                "listed completely in " + snapshot.commit().shortId() + ", not in it",
                List.of()));
    }

    /** An API that nobody serves keeps every namespace from being deleted. */
    private static boolean unavailable(ObjectNode live) {
        return live.path("kind").asText().equals("APIService")
                && live.path("status")
                        .path("conditions")
                        .valueStream()
                        .anyMatch(condition -> condition.path("type").asText().equals("Available")
                                && condition.path("status").asText().equals("False"));
    }

    private static Step step(ResourceId id, Action action, String reason) {
        return new Step(Waves.ofDeletion(id), id, action, reason, List.of());
    }

    private boolean lastOfItsKind(ResourceType type, long going) {
        return custom(type) && counts.computeIfAbsent(type, reader::count) <= going;
    }

    /** Whether a definition makes the type; one that came after the snapshot may be out of scope, so the group counts too. */
    private boolean custom(ResourceType type) {
        String definition = "cluster/apiextensions.k8s.io/customresourcedefinitions/" + type.resource() + "."
                + type.group() + ".yaml";
        return snapshot.index().get(definition).isPresent()
                || live.exported().objects().containsKey(definition)
                || (type.group().contains(".") && !type.group().endsWith(".k8s.io"));
    }

    /** An object that is kept and that the garbage collector would take along. */
    private Optional<String> keptDependent(ResourceId owner) {
        for (Map.Entry<String, List<OwnerReference>> entry :
                live.exported().owners().entrySet()) {
            Exported.Entry dependent = live.exported().objects().get(entry.getKey());
            boolean kept = snapshot.index().get(entry.getKey()).isPresent();
            if (kept
                    && dependent != null
                    && entry.getValue().stream().anyMatch(ref -> is(ref, owner, dependent.id()))) {
                return Optional.of(dependent.id().display());
            }
        }
        return Optional.empty();
    }

    private static boolean is(OwnerReference reference, ResourceId owner, ResourceId dependent) {
        return reference.group().equals(owner.group())
                && reference.kind().equals(owner.kind())
                && reference.name().equals(owner.name())
                && (!owner.namespaced() || owner.namespace().equals(dependent.namespace()));
    }
}
