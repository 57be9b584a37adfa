package dev.tidemark.policies.effects;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.diff.FieldChange;
import dev.tidemark.snapshots.model.ResourceId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RolloutTest {

    private static final ResourceId WEB = new ResourceId("apps", "Deployment", "deployments", "shop", "web");

    private static Optional<String> of(ResourceId id, ObjectNode wanted, String path) {
        return Rollout.of(id, wanted, List.of(new FieldChange(path, path, IntNode.valueOf(1), IntNode.valueOf(2))));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    @Test
    void pods_restart_when_their_template_changes_and_else_not() {
        assertThat(of(WEB, object(), "/spec/template/spec/containers/0/image")).contains("Pods restart");
        assertThat(of(WEB, object(), "/spec/replicas")).contains("no Pods restart");
    }

    @Test
    void nothing_restarts_by_itself_where_that_is_switched_off() {
        ObjectNode paused = object();
        paused.putObject("spec").put("paused", true);
        ObjectNode onDelete = object();
        onDelete.putObject("spec").putObject("updateStrategy").put("type", "OnDelete");
        assertThat(of(WEB, paused, "/spec/template/spec/x")).contains("paused: no Pods restart");
        assertThat(of(
                        new ResourceId("apps", "DaemonSet", "daemonsets", "shop", "web"),
                        onDelete,
                        "/spec/template/spec/x"))
                .contains("Pods keep the old template until they are deleted");
    }

    @Test
    void nothing_is_said_of_what_has_no_pods_to_restart() {
        assertThat(of(new ResourceId("batch", "CronJob", "cronjobs", "shop", "tidy"), object(), "/spec/schedule"))
                .isEmpty();
    }
}
