package dev.tidemark.reconciler.restore;

import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.plan.Action;
import dev.tidemark.snapshots.plan.Step;
import java.util.List;
import java.util.Optional;

/** What goes with its namespace or its definition must be going itself: nothing that stays is deleted by the way. */
final class TakenAlong {

    private TakenAlong() {}

    /** The deletions, but for those that would take along what another step leaves. */
    static List<Step> spared(List<Step> steps) {
        List<ResourceId> staying = steps.stream()
                .filter(step -> step.action() == Action.BLOCKED)
                .map(Step::id)
                .toList();
        return steps.stream()
                .map(step -> kept(step, staying)
                        .map(id -> new Step(
                                step.wave(),
                                step.id(),
                                Action.BLOCKED,
                                "protected: " + id.display() + " stays, and would go with it",
                                List.of()))
                        .orElse(step))
                .toList();
    }

    private static Optional<ResourceId> kept(Step step, List<ResourceId> staying) {
        return step.action() == Action.DELETE
                ? staying.stream().filter(id -> goesWith(step.id(), id)).findFirst()
                : Optional.empty();
    }

    private static boolean goesWith(ResourceId container, ResourceId id) {
        return switch (container.kind()) {
            case "Namespace" -> container.group().isEmpty() && container.name().equals(id.namespace());
            case "CustomResourceDefinition" ->
                container.group().equals("apiextensions.k8s.io")
                        && container.name().equals(id.qualifiedType());
            default -> false;
        };
    }
}
