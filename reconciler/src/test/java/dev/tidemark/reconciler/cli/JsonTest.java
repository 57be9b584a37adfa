package dev.tidemark.reconciler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.tidemark.snapshots.diff.Change;
import dev.tidemark.snapshots.diff.FieldChange;
import dev.tidemark.snapshots.model.Coverage;
import dev.tidemark.snapshots.model.ResourceId;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {

    private static final ResourceId WEB = new ResourceId("apps", "Deployment", "deployments", "shop", "web");
    private static final ResourceId SHOP = new ResourceId("", "Namespace", "namespaces", "", "shop");

    @Test
    void an_object_is_named_by_group_kind_resource_namespace_and_name() {
        assertThat(Json.id(WEB).toString())
                .isEqualTo("{\"group\":\"apps\",\"kind\":\"Deployment\",\"resource\":\"deployments\","
                        + "\"namespace\":\"shop\",\"name\":\"web\"}");
    }

    @Test
    void the_core_group_is_empty_and_cluster_scope_has_no_namespace() {
        assertThat(Json.id(SHOP).toString())
                .isEqualTo("{\"group\":\"\",\"kind\":\"Namespace\",\"resource\":\"namespaces\",\"name\":\"shop\"}");
    }

    @Test
    void a_change_names_its_fields_by_pointer_and_leaves_out_the_side_that_has_none() {
        Change change = Change.modified(
                WEB,
                List.of(
                        new FieldChange("/spec/replicas", ".spec.replicas", IntNode.valueOf(2), IntNode.valueOf(3)),
                        new FieldChange("/spec/paused", ".spec.paused", null, IntNode.valueOf(1))));
        assertThat(Json.changes(List.of(change)).get(0).path("fields").toString())
                .isEqualTo("[{\"path\":\"/spec/replicas\",\"from\":2,\"to\":3},{\"path\":\"/spec/paused\",\"to\":1}]");
        assertThat(Json.changes(List.of(Change.removed(WEB)))
                        .get(0)
                        .path("change")
                        .asText())
                .isEqualTo("removed");
    }

    @Test
    void coverage_always_has_a_reason_be_it_empty() {
        assertThat(Json.coverage(List.of(new Coverage.Entry("", "pods", "*", Coverage.State.COMPLETE, 3, "")))
                        .toString())
                .isEqualTo("[{\"group\":\"\",\"resource\":\"pods\",\"scope\":\"*\",\"state\":\"complete\","
                        + "\"count\":3,\"reason\":\"\"}]");
    }
}
