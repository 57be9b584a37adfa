package dev.tidemark.reconciler.restore;

import dev.tidemark.snapshots.model.OwnerReference;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.plan.Action;
import dev.tidemark.snapshots.plan.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sorts steps of one wave so that an owner is made before what it owns: a reference needs the uid that the owner gets in
 * this cluster. Pure.
 */
final class OwnerOrder {

    private final Function<Step, List<OwnerReference>> owners;

    /** {@code owners} = whom the object of a step belongs to. */
    OwnerOrder(Function<Step, List<OwnerReference>> owners) {
        this.owners = owners;
    }

    /** An object as an owner reference names it. */
    private record Named(String group, String kind, String namespace, String name) {

        static Named of(ResourceId id) {
            return new Named(id.group(), id.kind(), id.namespace(), id.name());
        }

        /** An owner lives in the namespace of its dependent, or in none. */
        static Stream<Named> by(OwnerReference owner, ResourceId dependent) {
            return Stream.of(dependent.namespace(), "")
                    .map(namespace -> new Named(owner.group(), owner.kind(), namespace, owner.name()));
        }
    }

    /** The same steps in levels; those of one level own nothing of one another, but for owners that go in a circle. */
    List<List<Step>> levels(List<Step> steps) {
        Set<Named> unmade = steps.stream()
                .filter(OwnerOrder::makes)
                .map(step -> Named.of(step.id()))
                .collect(Collectors.toCollection(HashSet::new));
        List<List<Step>> levels = new ArrayList<>();
        List<Step> rest = steps;
        while (!rest.isEmpty()) {
            Map<Boolean, List<Step>> waits =
                    rest.stream().collect(Collectors.partitioningBy(step -> waits(step, unmade)));
            List<Step> waiting = waits.getOrDefault(true, List.of());
            List<Step> next = waits.getOrDefault(false, List.of());
            levels.add(next.isEmpty() ? waiting : next);
            next.forEach(step -> unmade.remove(Named.of(step.id())));
            rest = next.isEmpty() ? List.of() : waiting;
        }
        return levels;
    }

    private boolean waits(Step step, Set<Named> unmade) {
        return makes(step)
                && owners.apply(step).stream()
                        .flatMap(owner -> Named.by(owner, step.id()))
                        .anyMatch(unmade::contains);
    }

    private static boolean makes(Step step) {
        return step.action() == Action.CREATE || step.action() == Action.RECREATE;
    }
}
