package dev.tidemark.policies.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.select.Selection;
import dev.tidemark.snapshots.diff.Differ;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamespaceMappingTest {

    private static final NamespaceMap MAP = NamespaceMap.parse(List.of("shop=copy"));
    private static final NamespaceMapping MAPPING = new NamespaceMapping(MAP);

    private static ObjectNode tree(String yaml) {
        return CanonicalYaml.read(yaml.getBytes(StandardCharsets.UTF_8));
    }

    private static ResourceId id(String group, String kind, String namespace, String name) {
        return new ResourceId(group, kind, "things", namespace, name);
    }

    /** Without metadata, which every object has. */
    private static void becomes(ResourceId id, String before, String after) {
        ObjectNode original = tree(before);
        ObjectNode rewritten = MAPPING.rewritten(id, original);
        rewritten.remove("metadata");
        assertThat(Differ.fields(rewritten, tree(after))).isEmpty();
        assertThat(Differ.fields(original, tree(before)))
                .as("the original is not changed")
                .isEmpty();
    }

    @Test
    void an_object_is_in_its_new_namespace_and_a_namespace_has_its_new_name() {
        assertThat(MAPPING.rewritten(id("", "ConfigMap", "shop", "app"), tree("metadata: {name: app, namespace: shop}"))
                        .toString())
                .isEqualTo("{\"metadata\":{\"name\":\"app\",\"namespace\":\"copy\"}}");
        assertThat(MAPPING.rewritten(id("", "Namespace", "", "shop"), tree("metadata: {name: shop}"))
                        .toString())
                .isEqualTo("{\"metadata\":{\"name\":\"copy\"}}");
        assertThat(MAPPING.rewritten(id("", "ConfigMap", "bank", "app"), tree("metadata: {name: app, namespace: bank}"))
                        .toString())
                .contains("bank");
        assertThat(MAP.here(id("", "Namespace", "", "shop"))).isEqualTo(id("", "Namespace", "", "copy"));
        assertThat(MAP.here(id("", "ConfigMap", "shop", "shop"))).isEqualTo(id("", "ConfigMap", "copy", "shop"));
        assertThat(MAP.inverse().here(MAP.here(id("", "ConfigMap", "shop", "shop"))))
                .isEqualTo(id("", "ConfigMap", "shop", "shop"));
    }

    @Test
    void bindings_name_the_accounts_of_the_copy() {
        becomes(id("rbac.authorization.k8s.io", "RoleBinding", "shop", "x"), """
                subjects:
                - {kind: ServiceAccount, name: shop, namespace: shop}
                - {kind: ServiceAccount, name: bot, namespace: ops}
                - {kind: User, name: "system:serviceaccount:shop:bot"}
                - {kind: User, name: "system:serviceaccount:ops:shop"}
                - {kind: Group, name: "system:serviceaccounts:shop"}
                - {kind: Group, name: "system:serviceaccounts"}
                - {kind: User, name: shop}
                """, """
                subjects:
                - {kind: ServiceAccount, name: shop, namespace: copy}
                - {kind: ServiceAccount, name: bot, namespace: ops}
                - {kind: User, name: "system:serviceaccount:copy:bot"}
                - {kind: User, name: "system:serviceaccount:ops:shop"}
                - {kind: Group, name: "system:serviceaccounts:copy"}
                - {kind: Group, name: "system:serviceaccounts"}
                - {kind: User, name: shop}
                """);
    }

    @Test
    void what_the_server_calls_is_the_service_of_the_copy() {
        becomes(
                id("admissionregistration.k8s.io", "ValidatingWebhookConfiguration", "", "x"),
                "webhooks: [{clientConfig: {service: {name: hook, namespace: shop}}}, {clientConfig: {url: u}}]",
                "webhooks: [{clientConfig: {service: {name: hook, namespace: copy}}}, {clientConfig: {url: u}}]");
        becomes(
                id("apiregistration.k8s.io", "APIService", "", "x"),
                "spec: {service: {name: api, namespace: shop}}",
                "spec: {service: {name: api, namespace: copy}}");
        becomes(
                id("apiextensions.k8s.io", "CustomResourceDefinition", "", "x"),
                "spec: {conversion: {webhook: {clientConfig: {service: {name: c, namespace: shop}}}}}",
                "spec: {conversion: {webhook: {clientConfig: {service: {name: c, namespace: copy}}}}}");
    }

    @Test
    void volumes_belong_to_the_claims_of_the_copy() {
        becomes(
                id("", "PersistentVolume", "", "x"),
                "spec: {claimRef: {name: data, namespace: shop}}",
                "spec: {claimRef: {name: data, namespace: copy}}");
        becomes(
                id("", "PersistentVolumeClaim", "shop", "x"),
                "spec: {dataSourceRef: {kind: PersistentVolumeClaim, name: a, namespace: shop}}",
                "spec: {dataSourceRef: {kind: PersistentVolumeClaim, name: a, namespace: copy}}");
    }

    @Test
    void namespaces_selected_by_name_are_those_of_the_copy() {
        String policy = """
                spec:
                  ingress:
                  - from:
                    - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %1$s, team: shop}}
                    - namespaceSelector:
                        matchExpressions:
                        - {key: kubernetes.io/metadata.name, operator: In, values: [%1$s, bank]}
                        - {key: team, operator: In, values: [shop]}
                """;
        becomes(
                id("networking.k8s.io", "NetworkPolicy", "shop", "x"),
                policy.formatted("shop"),
                policy.formatted("copy"));
        String workload = """
                spec: {template: {spec: {affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [
                  {topologyKey: zone, namespaces: [%1$s], namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %1$s}}}]}}}}}
                """;
        becomes(id("apps", "Deployment", "shop", "x"), workload.formatted("shop"), workload.formatted("copy"));
    }

    @Test
    void ports_and_addresses_that_the_original_holds_stay_with_it() {
        becomes(
                id("", "Service", "shop", "x"),
                "spec: {type: NodePort, loadBalancerIP: 1.2.3.4, healthCheckNodePort: 30001, ports: [{port: 80, nodePort: 30000}]}",
                "spec: {type: NodePort, ports: [{port: 80}]}");
        becomes(id("", "Service", "shop", "x"), "spec: {clusterIP: None}", "spec: {clusterIP: None}");
        becomes(
                id("", "Service", "bank", "x"),
                "spec: {ports: [{port: 80, nodePort: 30000}]}",
                "spec: {ports: [{port: 80, nodePort: 30000}]}");
    }

    private static List<String> notes(ResourceId id, String yaml) {
        return MAPPING.notes(id, MAPPING.rewritten(id, tree(yaml)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"db.shop", "db.shop.svc", "http://db.shop.svc.cluster.local:80/x", "a,db.shop:5432"})
    void addresses_are_not_rewritten_but_named(String value) {
        assertThat(notes(
                        id("apps", "Deployment", "shop", "web"),
                        "spec: {template: {spec: {containers: [{env: [{name: DB, value: \"" + value + "\"}]}]}}}"))
                .containsExactly(".spec.template.spec.containers[0].env[0].value still speaks of shop");
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop", "shop.example.com", "db.shop-2", "db.workshop", "/shop/", "shop:1.2"})
    void other_words_are_no_addresses(String value) {
        assertThat(notes(id("", "ConfigMap", "shop", "app"), "data: {a: \"" + value + "\"}"))
                .isEmpty();
    }

    @Test
    void what_a_custom_resource_calls_a_namespace_is_named() {
        assertThat(notes(id("example.com", "Gadget", "shop", "g"), "spec: {target: {namespace: shop}, name: shop}"))
                .containsExactly(".spec.target.namespace still speaks of shop");
    }

    @Test
    void an_empty_volume_is_said_to_be_one() {
        assertThat(notes(id("", "PersistentVolumeClaim", "shop", "data"), "spec: {}"))
                .singleElement()
                .asString()
                .contains("empty");
    }

    @Test
    void a_selection_is_of_the_mapped_namespaces_unless_it_names_others() {
        Selection everything = Selection.everything();
        assertThat(MAP.source(everything).namespaces()).containsExactly("shop");
        assertThat(MAP.here(everything).namespaces()).containsExactly("copy");
        Selection two = new Selection(List.of(), List.of("shop", "bank"), List.of(), "", false, List.of());
        assertThat(MAP.source(two)).isEqualTo(two);
        assertThat(MAP.here(two).namespaces()).containsExactly("copy", "bank");
        assertThat(NamespaceMap.none().here(everything)).isEqualTo(everything);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop", "shop=", "=copy", "shop=shop", "Shop=copy", "shop=a b", "shop=a=b"})
    void nonsense_is_refused(String word) {
        assertThatThrownBy(() -> NamespaceMap.parse(List.of(word))).isInstanceOf(Failure.class);
    }

    @Test
    void two_namespaces_do_not_become_one() {
        assertThatThrownBy(() -> NamespaceMap.parse(List.of("a=c", "b=c"))).isInstanceOf(Failure.class);
        assertThatThrownBy(() -> NamespaceMap.parse(List.of("a=b", "a=c"))).isInstanceOf(Failure.class);
    }
}
