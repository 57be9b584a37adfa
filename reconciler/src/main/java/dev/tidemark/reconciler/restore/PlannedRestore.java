package dev.tidemark.reconciler.restore;

import dev.tidemark.policies.guard.OtherTool;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.model.TypeTable;
import dev.tidemark.snapshots.plan.RestorePlan;
import dev.tidemark.snapshots.plan.Step;
import java.util.HashMap;
import java.util.Map;

/**
 * A plan with what it takes to carry it out.
 *
 * @param plan what is intended
 * @param targets what each object that is to be written shall be
 * @param managed which tool manages what is to be made, as the snapshot tells
 * @param restated what is wanted otherwise than the snapshot states it, or than an export may show it
 * @param found which live object a change was proven on: its uid, and of a Secret, whose values no plan shows, its version
 * @param uids the uid of each object that is to be deleted: only that very object may go
 */
record PlannedRestore(
        RestorePlan plan,
        Targets targets,
        Map<ResourceId, OtherTool> managed,
        Map<ResourceId, Restated> restated,
        Map<ResourceId, String> found,
        Map<ResourceId, String> uids) {

    /** The same with another intention for some objects. */
    PlannedRestore with(RestorePlan other) {
        return new PlannedRestore(other, targets, managed, restated, found, uids);
    }

    /** The digest of each object's step. */
    Map<ResourceId, String> digests() {
        Map<ResourceId, String> digests = new HashMap<>();
        for (Step step : plan.steps()) {
            String on = found.getOrDefault(step.id(), uids.getOrDefault(step.id(), ""));
            digests.put(step.id(), RestorePlan.digest(step, on));
        }
        return digests;
    }

    /**
     * An object that a comparison with the snapshot may say nothing about.
     *
     * @param source who it is in the snapshot
     * @param type in the version in which it is wanted
     * @param apart whether it cannot: what is wanted is not the snapshot's own, or not in the selection
     */
    record Restated(ResourceId source, ResourceType type, boolean apart) {

        /** Whether an export among {@code types} shows the object otherwise than the snapshot has it. */
        boolean shownOtherwise(TypeTable types) {
            return apart
                    || !types.ofKind(type.group(), type.kind())
                            .filter(t -> t.version().equals(type.version()))
                            .isPresent();
        }
    }
}
