package dev.tidemark.policies.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.ResourceId;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComparedFormTest {

    private static final ResourceId WEB = new ResourceId("apps", "Deployment", "deployments", "shop", "web");

    @Test
    void an_autoscaler_at_work_is_a_difference() {
        ObjectNode tree = deployment();

        ComparedForm.forget(WEB, tree, new ClusterFacts(Set.of("apps/Deployment shop/web"), Set.of(), Set.of()));

        assertThat(tree.path("spec").has("replicas")).isFalse();
        assertThat(tree.path("spec").path("paused").asBoolean()).isTrue();
    }

    @Test
    void scaling_by_hand_is_no_difference() {
        ObjectNode tree = deployment();

        ComparedForm.forget(WEB, tree, new ClusterFacts(Set.of("apps/Deployment shop/other"), Set.of(), Set.of()));

        assertThat(tree).isEqualTo(deployment());
    }

    private static ObjectNode deployment() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.putObject("spec").put("replicas", 3).put("paused", true);
        return tree;
    }
}
