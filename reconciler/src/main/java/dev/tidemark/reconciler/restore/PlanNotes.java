package dev.tidemark.reconciler.restore;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.policies.effects.FieldOwners;
import dev.tidemark.policies.effects.Rollout;
import dev.tidemark.policies.guard.OtherTool;
import dev.tidemark.reconciler.capture.WorkQueue;
import dev.tidemark.reconciler.cluster.ClusterReader;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.TypeTable;
import dev.tidemark.snapshots.plan.Action;
import dev.tidemark.snapshots.plan.RestorePlan;
import dev.tidemark.snapshots.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Adds to a plan what a person should know of what it writes: whose fields are taken, which other tool may revert it, and
 * whether Pods restart. Of what is not there yet the snapshot tells who manages it.
 */
final class PlanNotes {

    private static final int LOOKS_AT_ONCE = 16;

    private final ClusterReader reader;
    private final TypeTable types;
    private final OwnedByOthers choice;
    private final String fieldManager;

    /** {@code types} = those that the cluster serves; {@code fieldManager} = as whom the restore writes. */
    PlanNotes(ClusterReader reader, TypeTable types, OwnedByOthers choice, String fieldManager) {
        this.reader = reader;
        this.types = types;
        this.choice = choice;
        this.fieldManager = fieldManager;
    }

    /**
     * A plan with its notes.
     *
     * @param mayBeReverted how many of the objects that it writes another tool manages
     */
    record Noted(PlannedRestore planned, int mayBeReverted) {}

    Noted add(PlannedRestore planned) {
        Map<ResourceId, JsonNode> live = live(planned);
        List<Step> steps = new ArrayList<>();
        int mayBeReverted = 0;
        for (Step step : planned.plan().steps()) {
            Optional<JsonNode> metadata = Optional.ofNullable(live.get(step.id()));
            Step noted = effects(step, metadata, planned);
            Optional<OtherTool> tool = tool(step, metadata, planned);
            Step chosen = tool.map(other -> choice.of(noted, other)).orElse(noted);
            if (tool.isPresent() && chosen.action().writes()) {
                mayBeReverted++;
            }
            steps.add(chosen);
        }
        return new Noted(planned.with(new RestorePlan(steps)), mayBeReverted);
    }

    private static Optional<OtherTool> tool(Step step, Optional<JsonNode> live, PlannedRestore planned) {
        return live.isPresent()
                ? OtherTool.of(step.id(), live.get())
                : Optional.ofNullable(planned.managed().get(step.id()));
    }

    /** The metadata of what is there and is written. */
    private Map<ResourceId, JsonNode> live(PlannedRestore planned) {
        Map<ResourceId, JsonNode> found = new ConcurrentHashMap<>();
        try (WorkQueue looks = new WorkQueue(LOOKS_AT_ONCE)) {
            for (Step step : planned.plan().steps()) {
                if (step.action().writes() && step.action() != Action.CREATE) {
                    looks.submit(() -> live(step.id()).ifPresent(metadata -> found.put(step.id(), metadata)));
                }
            }
            looks.await();
        }
        return found;
    }

    private Optional<JsonNode> live(ResourceId id) {
        return types.ofKind(id.group(), id.kind()).flatMap(type -> reader.metadata(type, id.namespace(), id.name()));
    }

    private Step effects(Step step, Optional<JsonNode> metadata, PlannedRestore planned) {
        if (step.action() != Action.APPLY && step.action() != Action.REPLACE) {
            return step;
        }
        List<String> notes = new ArrayList<>(step.notes());
        List<String> losing = metadata.map(
                        found -> new FieldOwners(found.path("managedFields")).losing(step.fields(), fieldManager))
                .orElse(List.of());
        if (!losing.isEmpty()) {
            notes.add("taken from " + String.join(", ", losing));
        }
        planned.targets()
                .stated(step.id())
                .flatMap(wanted -> Rollout.of(step.id(), wanted.tree(), step.fields()))
                .ifPresent(notes::add);
        return step.with(notes);
    }
}
