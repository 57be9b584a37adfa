package dev.tidemark.reconciler.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.snapshots.model.OwnerReference;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.plan.Action;
import dev.tidemark.snapshots.plan.Step;
import dev.tidemark.snapshots.plan.Waves;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnmadeTest {

    private static final ResourceId SHOP = new ResourceId("", "Namespace", "namespaces", "", "shop");
    private static final ResourceId CAMPAIGNS = new ResourceId(
            "apiextensions.k8s.io",
            "CustomResourceDefinition",
            "customresourcedefinitions",
            "",
            "campaigns.shop.example.com");
    private static final ResourceId SPRING =
            new ResourceId("shop.example.com", "Campaign", "campaigns", "shop", "spring");
    private static final ResourceId APP = new ResourceId("", "ConfigMap", "configmaps", "shop", "app");

    private final Unmade unmade = new Unmade();

    private void ended(ResourceId id, Action action, Outcome.Kind kind) {
        unmade.ended(new Step(Waves.of(id), id, action, "", List.of()), new Outcome(id, kind, ""));
    }

    private static OwnerReference owner(String apiVersion, String kind, String name) {
        return new OwnerReference(apiVersion, kind, name, false, false);
    }

    @Test
    void a_namespace_that_could_not_be_made_takes_what_is_in_it_along() {
        ended(SHOP, Action.CREATE, Outcome.Kind.FAILED);
        assertThat(unmade.neededBy(APP, List.of())).hasValue(SHOP);
        assertThat(unmade.neededBy(SPRING, List.of())).hasValue(SHOP);
        assertThat(unmade.neededBy(new ResourceId("", "ConfigMap", "configmaps", "bank", "app"), List.of()))
                .isEmpty();
    }

    @Test
    void a_definition_that_could_not_be_made_or_is_not_served_takes_its_instances_along() {
        ended(CAMPAIGNS, Action.CREATE, Outcome.Kind.FAILED);
        assertThat(unmade.neededBy(SPRING, List.of())).hasValue(CAMPAIGNS);
        assertThat(unmade.neededBy(APP, List.of())).isEmpty();
        ended(CAMPAIGNS, Action.CREATE, Outcome.Kind.UNHEALTHY);
        assertThat(unmade.neededBy(SPRING, List.of())).hasValue(CAMPAIGNS);
    }

    @Test
    void an_owner_that_could_not_be_made_takes_what_it_owns_along_and_that_what_it_owns() {
        ended(SPRING, Action.CREATE, Outcome.Kind.FAILED);
        assertThat(unmade.neededBy(APP, List.of(owner("shop.example.com/v1", "Campaign", "spring"))))
                .hasValue(SPRING);
        ended(APP, Action.CREATE, Outcome.Kind.BLOCKED);
        ResourceId owned = new ResourceId("", "Secret", "secrets", "shop", "key");
        assertThat(unmade.neededBy(owned, List.of(owner("v1", "ConfigMap", "app"))))
                .hasValue(APP);
        assertThat(unmade.neededBy(owned, List.of(owner("v1", "ConfigMap", "other"))))
                .isEmpty();
    }

    @Test
    void what_is_there_but_could_not_be_changed_or_is_not_ready_holds_nothing_up() {
        ended(SHOP, Action.APPLY, Outcome.Kind.FAILED);
        ended(SPRING, Action.CREATE, Outcome.Kind.UNHEALTHY);
        assertThat(unmade.neededBy(APP, List.of(owner("shop.example.com/v1", "Campaign", "spring"))))
                .isEmpty();
    }

    @Test
    void what_was_made_after_all_holds_nothing_up_any_more() {
        ended(SHOP, Action.CREATE, Outcome.Kind.FAILED);
        ended(SHOP, Action.CREATE, Outcome.Kind.CREATED);
        assertThat(unmade.neededBy(APP, List.of())).isEmpty();
    }
}
