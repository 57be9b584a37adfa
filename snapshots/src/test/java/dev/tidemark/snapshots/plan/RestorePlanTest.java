package dev.tidemark.snapshots.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.tidemark.snapshots.diff.FieldChange;
import dev.tidemark.snapshots.model.ResourceId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestorePlanTest {

    private static final ResourceId WEB = new ResourceId("apps", "Deployment", "deployments", "shop", "web");
    private static final ResourceId APP = new ResourceId("", "ConfigMap", "configmaps", "shop", "app");
    private static final ResourceId SHOP = new ResourceId("", "Namespace", "namespaces", "", "shop");
    private static final ResourceId PROMO =
            new ResourceId("shop.example.com", "Promotion", "promotions", "shop", "spring");
    private static final ResourceId CRD = new ResourceId(
            "apiextensions.k8s.io", "CustomResourceDefinition", "customresourcedefinitions", "", "promotions");

    @Test
    void what_others_need_comes_before_them() {
        List<ResourceId> order = new ArrayList<>(List.of(PROMO, WEB, APP, SHOP, CRD));
        Collections.reverse(order);

        RestorePlan plan = new RestorePlan(order.stream()
                .map(id -> new Step(Waves.of(id), id, Action.CREATE, "", List.of()))
                .toList());

        assertThat(plan.steps()).extracting(Step::id).containsExactly(CRD, SHOP, APP, WEB, PROMO);
    }

    @Test
    void the_hash_names_the_content_and_not_the_order_of_discovery() {
        Step web = new Step(10, WEB, Action.APPLY, "", List.of(replicas(1, 3)));
        Step app = new Step(7, APP, Action.CREATE, "", List.of());

        assertThat(new RestorePlan(List.of(web, app)).hash())
                .isEqualTo(new RestorePlan(List.of(app, web)).hash())
                .hasSize(40)
                .isNotEqualTo(new RestorePlan(List.of(app)).hash())
                .isNotEqualTo(
                        new RestorePlan(List.of(app, new Step(10, WEB, Action.APPLY, "", List.of(replicas(2, 3)))))
                                .hash());
    }

    @Test
    void a_plan_of_unchanged_objects_has_nothing_to_do_and_a_blocked_one_has() {
        assertThat(new RestorePlan(List.of(new Step(7, APP, Action.UNCHANGED, "", List.of()))).somethingToDo())
                .isFalse();
        assertThat(new RestorePlan(List.of(new Step(7, APP, Action.BLOCKED, "immutable", List.of()))).somethingToDo())
                .isTrue();
    }

    private static FieldChange replicas(int from, int to) {
        return new FieldChange("/spec/replicas", ".spec.replicas", IntNode.valueOf(from), IntNode.valueOf(to));
    }
}
