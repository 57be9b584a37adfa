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

    private static ObjectNode service(int... nodePorts) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < nodePorts.length; i++) {
            ObjectNode port = tree.withArray("/spec/ports")
                    .addObject()
                    .put("port", 80 + i)
                    .put("protocol", "TCP");
            if (nodePorts[i] > 0) {
                port.put("nodePort", nodePorts[i]);
            }
        }
        return tree;
    }

    @Test
    void a_node_port_that_nobody_asked_for_is_no_difference() {
        ResourceId id = new ResourceId("", "Service", "services", "shop", "edge");
        ObjectNode live = service(30000, 30001);

        ComparedForm.forgetChosen(id, live, service(0, 31000));

        assertThat(live).as("the one that is asked for is one").isEqualTo(service(0, 30001));
    }

    private static ObjectNode deployment() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.putObject("spec").put("replicas", 3).put("paused", true);
        return tree;
    }
}
