package dev.tidemark.policies.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WebhookTest {

    private static final String RULE = """
            {"apiGroups": ["apps"], "apiVersions": ["v1"], "operations": ["CREATE", "UPDATE"], "resources": ["deployments"]}""";

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Webhook webhook(String fields) {
        return Webhook.of(
                        json("{\"webhooks\": [{\"name\": \"check\"" + (fields.isEmpty() ? "" : ", ") + fields + "}]}"))
                .getFirst();
    }

    private static AdmissionRequest creation(String namespaceLabels, String labels) {
        return new AdmissionRequest(
                "CREATE", "apps", "deployments", Optional.of(json(namespaceLabels)), Optional.of(json(labels)));
    }

    @Test
    void it_is_asked_about_what_its_rules_name_and_nothing_else() {
        Webhook webhook = webhook("\"rules\": [" + RULE + "]");
        assertThat(webhook.asks(creation("{}", "{}"))).isTrue();
        assertThat(webhook.asks(
                        new AdmissionRequest("DELETE", "apps", "deployments", Optional.empty(), Optional.empty())))
                .isFalse();
        assertThat(webhook.asks(new AdmissionRequest("CREATE", "", "deployments", Optional.empty(), Optional.empty())))
                .isFalse();
        assertThat(webhook.asks(
                        new AdmissionRequest("CREATE", "apps", "daemonsets", Optional.empty(), Optional.empty())))
                .isFalse();
        assertThat(webhook("").asks(creation("{}", "{}"))).isFalse();
    }

    @Test
    void stars_stand_for_everything() {
        Webhook webhook =
                webhook("\"rules\": [{\"apiGroups\": [\"*\"], \"operations\": [\"*\"], \"resources\": [\"*/*\"]}]");
        assertThat(webhook.asks(creation("{}", "{}"))).isTrue();
    }

    @Test
    void both_selectors_must_select() {
        Webhook webhook = webhook("\"rules\": [" + RULE + "], \"namespaceSelector\": {\"matchExpressions\": "
                + "[{\"key\": \"team\", \"operator\": \"NotIn\", \"values\": [\"infra\"]}]}, "
                + "\"objectSelector\": {\"matchLabels\": {\"checked\": \"yes\"}}");
        assertThat(webhook.asks(creation("{}", "{\"checked\": \"yes\"}"))).isTrue();
        assertThat(webhook.asks(creation("{\"team\": \"infra\"}", "{\"checked\": \"yes\"}")))
                .isFalse();
        assertThat(webhook.asks(creation("{}", "{}"))).isFalse();
    }

    @Test
    void what_is_not_known_of_an_object_does_not_speak_against_asking() {
        Webhook webhook = webhook("\"rules\": [" + RULE + "], \"objectSelector\": {\"matchLabels\": {\"a\": \"b\"}}");
        assertThat(webhook.asks(new AdmissionRequest(
                        "CREATE", "apps", "deployments", Optional.of(json("{}")), Optional.empty())))
                .isTrue();
    }

    @Test
    void a_namespace_is_selected_by_its_own_labels_and_is_in_no_namespace() {
        String any =
                "\"rules\": [{\"apiGroups\": [\"\"], \"operations\": [\"*\"], \"resources\": [\"*\"], \"scope\": \"%s\"}]"
                        + ", \"namespaceSelector\": {\"matchLabels\": {\"team\": \"shop\"}}";
        AdmissionRequest shop = new AdmissionRequest(
                "CREATE", "", "namespaces", Optional.of(json("{\"team\": \"shop\"}")), Optional.empty());
        AdmissionRequest other =
                new AdmissionRequest("CREATE", "", "namespaces", Optional.of(json("{}")), Optional.empty());
        AdmissionRequest node = new AdmissionRequest("CREATE", "", "nodes", Optional.empty(), Optional.empty());
        assertThat(webhook(any.formatted("Cluster")).asks(shop)).isTrue();
        assertThat(webhook(any.formatted("Namespaced")).asks(shop)).isFalse();
        assertThat(webhook(any.formatted("*")).asks(other)).isFalse();
        assertThat(webhook(any.formatted("Cluster")).asks(node)).isTrue();
    }

    @Test
    void without_a_word_it_refuses_what_nobody_has_looked_at() {
        assertThat(webhook("").failsClosed()).isTrue();
        assertThat(webhook("\"failurePolicy\": \"Fail\"").failsClosed()).isTrue();
        assertThat(webhook("\"failurePolicy\": \"Ignore\"").failsClosed()).isFalse();
    }

    @Test
    void only_a_service_can_be_looked_at() {
        assertThat(webhook("\"clientConfig\": {\"url\": \"https://checks.example\"}")
                        .service())
                .isEmpty();
        assertThat(webhook("\"clientConfig\": {\"service\": {\"namespace\": \"shop\", \"name\": \"hook\"}}")
                        .service())
                .contains(new Webhook.Service("shop", "hook"));
    }
}
