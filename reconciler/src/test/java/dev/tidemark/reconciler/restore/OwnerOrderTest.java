package dev.tidemark.reconciler.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.snapshots.model.OwnerReference;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.plan.Action;
import dev.tidemark.snapshots.plan.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnerOrderTest {

    private final Map<String, List<OwnerReference>> owners = new HashMap<>();

    private Step step(Action action, String namespace, String name, String... owners) {
        ResourceId id = new ResourceId("shop.example.com", "Gadget", "gadgets", namespace, name);
        this.owners.put(
                id.toString(),
                List.of(owners).stream()
                        .map(owner -> new OwnerReference("shop.example.com/v1", "Gadget", owner, false, false))
                        .toList());
        return new Step(12, id, action, "", List.of());
    }

    private Step create(String name, String... owners) {
        return step(Action.CREATE, "shop", name, owners);
    }

    private List<List<Step>> levels(Step... steps) {
        return new OwnerOrder(step -> owners.getOrDefault(step.id().toString(), List.of())).levels(List.of(steps));
    }

    @Test
    void an_owner_comes_before_what_it_owns_and_that_before_what_that_owns() {
        Step grandchild = create("a", "b");
        Step child = create("b", "c");
        Step owner = create("c");
        Step stranger = create("d");
        assertThat(levels(grandchild, child, owner, stranger))
                .containsExactly(List.of(owner, stranger), List.of(child), List.of(grandchild));
    }

    @Test
    void an_object_waits_for_the_last_of_its_owners() {
        Step both = create("a", "b", "c");
        Step late = create("b", "c");
        Step early = create("c");
        assertThat(levels(both, late, early)).containsExactly(List.of(early), List.of(late), List.of(both));
    }

    @Test
    void an_owner_of_the_cluster_comes_before_what_it_owns_in_a_namespace() {
        Step owned = create("a", "b");
        Step owner = step(Action.CREATE, "", "b");
        assertThat(levels(owned, owner)).containsExactly(List.of(owner), List.of(owned));
    }

    @Test
    void nobody_waits_for_an_owner_that_is_there_or_of_another_namespace() {
        Step owned = create("a", "b");
        Step there = step(Action.APPLY, "shop", "b");
        Step elsewhere = step(Action.CREATE, "bank", "b");
        assertThat(levels(owned, there, elsewhere)).containsExactly(List.of(owned, there, elsewhere));
    }

    @Test
    void an_owner_that_is_made_anew_has_another_uid_and_comes_first() {
        Step owned = create("a", "b");
        Step owner = step(Action.RECREATE, "shop", "b");
        assertThat(levels(owned, owner)).containsExactly(List.of(owner), List.of(owned));
    }

    @Test
    void owners_in_a_circle_do_not_keep_a_restore_from_ending() {
        Step one = create("a", "b");
        Step other = create("b", "a");
        Step stranger = create("c");
        assertThat(levels(one, other, stranger)).containsExactly(List.of(stranger), List.of(one, other));
    }
}
