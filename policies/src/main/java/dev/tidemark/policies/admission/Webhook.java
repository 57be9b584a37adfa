package dev.tidemark.policies.admission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.policies.select.LabelSelector;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One webhook of a {@code MutatingWebhookConfiguration} or {@code ValidatingWebhookConfiguration}, as far as it decides
 * whether a write gets through while nobody answers it ({@code admissionregistration.k8s.io/v1}). What only the API
 * server can evaluate, its match conditions, is taken to match.
 *
 * @param failsClosed whether a write is refused when nobody answers
 * @param service who is asked; absent for one that has a URL
 */
public record Webhook(
        boolean failsClosed,
        Optional<Service> service,
        List<Rule> rules,
        LabelSelector namespaces,
        LabelSelector objects) {

    private static final String ANY = "*";

    /** A Service by its place. */
    public record Service(String namespace, String name) {

        @Override
        public String toString() {
            return namespace + "/" + name;
        }
    }

    /** Requests by operation, group and resource; {@code scope} is {@code Namespaced}, {@code Cluster} or {@code *}. */
    public record Rule(Set<String> operations, Set<String> groups, Set<String> resources, String scope) {

        boolean covers(AdmissionRequest request) {
            return has(operations, request.operation())
                    && has(groups, request.group())
                    && (has(resources, request.resource()) || resources.contains("*/*"))
                    && (scope.equals(ANY) || scope.equals("Namespaced") == inNamespace(request));
        }

        private static boolean has(Set<String> allowed, String one) {
            return allowed.contains(ANY) || allowed.contains(one);
        }

        private static boolean inNamespace(AdmissionRequest request) {
            return request.namespace().isPresent() && !isNamespace(request);
        }
    }

    public Webhook {
        rules = List.copyOf(rules);
    }

    /** The webhooks of {@code configuration}, an object of either kind. */
    public static List<Webhook> of(JsonNode configuration) {
        return configuration.path("webhooks").valueStream().map(Webhook::read).toList();
    }

    private static Webhook read(JsonNode webhook) {
        JsonNode service = webhook.path("clientConfig").path("service");
        return new Webhook(
                !webhook.path("failurePolicy").asText("Fail").equals("Ignore"),
                service.isObject()
                        ? Optional.of(new Service(
                                service.path("namespace").asText(),
                                service.path("name").asText()))
                        : Optional.empty(),
                webhook.path("rules").valueStream().map(Webhook::rule).toList(),
                LabelSelector.of(webhook.path("namespaceSelector")),
                LabelSelector.of(webhook.path("objectSelector")));
    }

    private static Rule rule(JsonNode rule) {
        return new Rule(
                words(rule.path("operations")),
                words(rule.path("apiGroups")),
                words(rule.path("resources")),
                rule.path("scope").asText(ANY));
    }

    private static Set<String> words(JsonNode list) {
        return Set.copyOf(list.valueStream().map(JsonNode::asText).toList());
    }

    private static boolean isNamespace(AdmissionRequest request) {
        return request.group().isEmpty() && request.resource().equals("namespaces");
    }

    /** Whether the API server asks it about {@code request}. */
    public boolean asks(AdmissionRequest request) {
        return rules.stream().anyMatch(rule -> rule.covers(request))
                && request.namespace().map(namespaces::test).orElse(true)
                && request.labels().map(objects::test).orElse(true);
    }
}
