package dev.tidemark.policies.effects;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.diff.Differ;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldOwnersTest {

    private static final String DEPLOYMENT = """
            {"metadata": {"labels": {"app": "web", "example.com/team": "shop"}},
             "spec": {"replicas": %d, "selector": {"matchLabels": {"app": "web"}}, "template": {"spec": {"containers": [
               {"name": "web", "image": "%s"}, {"name": "side", "image": "side:1"}]}}}}""";

    private static final String MANAGED = """
            [{"manager": "kubectl-edit", "operation": "Update", "fieldsV1": {"f:spec": {"f:replicas": {}}}},
             {"manager": "argocd-controller", "operation": "Apply", "fieldsV1": {
               "f:metadata": {"f:labels": {"f:example.com/team": {}}},
               "f:spec": {"f:selector": {}, "f:template": {"f:spec": {"f:containers": {
                 "k:{\\"name\\":\\"web\\"}": {".": {}, "f:image": {}, "f:name": {}}}}}}}},
             {"manager": "autoscaler", "operation": "Update", "subresource": "scale", "fieldsV1": {"f:spec": {"f:replicas": {}}}},
             {"manager": "kube-controller-manager", "operation": "Update", "subresource": "status", "fieldsV1": {"f:spec": {"f:replicas": {}}}},
             {"manager": "tidemark", "operation": "Apply", "fieldsV1": {"f:spec": {"f:replicas": {}}}}]""";

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) new JsonMapper().readTree("{\"list\": " + text + "}");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static ObjectNode object(String text) {
        return (ObjectNode) json(text).path("list");
    }

    private static List<String> losing(String live, String wanted) {
        return new FieldOwners(json(MANAGED).path("list"))
                .losing(Differ.fields(object(live), object(wanted)), "tidemark");
    }

    @Test
    void who_set_a_field_loses_it_and_not_who_wrote_the_status_or_we_ourselves() {
        assertThat(losing(DEPLOYMENT.formatted(1, "web:1"), DEPLOYMENT.formatted(3, "web:1")))
                .containsExactly("kubectl-edit", "autoscaler");
    }

    @Test
    void the_element_of_a_list_is_found_by_its_key() {
        assertThat(losing(DEPLOYMENT.formatted(1, "web:2"), DEPLOYMENT.formatted(1, "web:1")))
                .containsExactly("argocd-controller");
    }

    @Test
    void a_whole_element_that_goes_is_taken_from_whoever_set_anything_in_it() {
        String without = DEPLOYMENT.formatted(1, "web:1").replace("{\"name\": \"web\", \"image\": \"web:1\"}, ", "");
        assertThat(losing(DEPLOYMENT.formatted(1, "web:1"), without)).containsExactly("argocd-controller");
    }

    @Test
    void what_is_owned_whole_is_owned_in_every_part() {
        String other = DEPLOYMENT
                .formatted(1, "web:1")
                .replace("\"matchLabels\": {\"app\": \"web\"}", "\"matchLabels\": {\"app\": \"x\"}");
        assertThat(losing(other, DEPLOYMENT.formatted(1, "web:1"))).containsExactly("argocd-controller");
    }

    @Test
    void a_key_with_dots_and_slashes_is_one_key() {
        String other = DEPLOYMENT.formatted(1, "web:1").replace("\"shop\"", "\"infra\"");
        assertThat(losing(other, DEPLOYMENT.formatted(1, "web:1"))).containsExactly("argocd-controller");
    }

    @Test
    void what_is_only_added_is_taken_from_nobody() {
        String without = DEPLOYMENT.formatted(1, "web:1").replace("\"replicas\": 1, ", "");
        assertThat(losing(without, DEPLOYMENT.formatted(1, "web:1"))).isEmpty();
    }
}
