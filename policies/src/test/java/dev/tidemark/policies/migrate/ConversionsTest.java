package dev.tidemark.policies.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.diff.Differ;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each row of the table, by what was written then and what must be written now. */
class ConversionsTest {

    private static ObjectNode tree(String yaml) {
        return CanonicalYaml.read(yaml.getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode converted(String yaml) {
        ObjectNode old = tree(yaml);
        ObjectNode before = old.deepCopy();
        ObjectNode converted = Conversions.of(
                        ApiVersion.of(old.path("apiVersion").asText()),
                        old.path("kind").asText())
                .orElseThrow()
                .convert(old);
        assertThat(old).as("the manifest itself is not changed").isEqualTo(before);
        return converted;
    }

    private static void becomes(String old, String now) {
        assertThat(Differ.fields(converted(old), tree(now))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "extensions/v1beta1, NetworkPolicy, networking.k8s.io/v1",
        "networking.k8s.io/v1beta1, IngressClass, networking.k8s.io/v1",
        "rbac.authorization.k8s.io/v1beta1, Role, rbac.authorization.k8s.io/v1",
        "rbac.authorization.k8s.io/v1beta1, ClusterRole, rbac.authorization.k8s.io/v1",
        "rbac.authorization.k8s.io/v1beta1, RoleBinding, rbac.authorization.k8s.io/v1",
        "rbac.authorization.k8s.io/v1beta1, ClusterRoleBinding, rbac.authorization.k8s.io/v1",
        "scheduling.k8s.io/v1beta1, PriorityClass, scheduling.k8s.io/v1",
        "storage.k8s.io/v1beta1, StorageClass, storage.k8s.io/v1",
        "storage.k8s.io/v1beta1, CSIDriver, storage.k8s.io/v1",
        "apiregistration.k8s.io/v1beta1, APIService, apiregistration.k8s.io/v1",
        "node.k8s.io/v1beta1, RuntimeClass, node.k8s.io/v1",
        "batch/v1beta1, CronJob, batch/v1",
        "autoscaling/v2beta2, HorizontalPodAutoscaler, autoscaling/v2",
        "flowcontrol.apiserver.k8s.io/v1beta1, FlowSchema, flowcontrol.apiserver.k8s.io/v1",
        "flowcontrol.apiserver.k8s.io/v1beta2, FlowSchema, flowcontrol.apiserver.k8s.io/v1",
        "flowcontrol.apiserver.k8s.io/v1beta3, FlowSchema, flowcontrol.apiserver.k8s.io/v1"
    })
    void a_new_name_alone(String from, String kind, String to) {
        String manifest = "{apiVersion: %s, kind: " + kind + ", metadata: {name: x}, spec: {a: [1, {}], b: {}}}";
        becomes(manifest.formatted(from), manifest.formatted(to));
    }

    @ParameterizedTest
    @CsvSource({
        "extensions/v1beta1, Deployment",
        "extensions/v1beta1, DaemonSet",
        "extensions/v1beta1, ReplicaSet",
        "apps/v1beta1, Deployment",
        "apps/v1beta1, StatefulSet",
        "apps/v1beta2, Deployment",
        "apps/v1beta2, DaemonSet",
        "apps/v1beta2, ReplicaSet",
        "apps/v1beta2, StatefulSet"
    })
    void workloads_say_whom_they_select(String from, String kind) {
        String template = "template: {metadata: {labels: {app: web}}}";
        becomes(
                "{apiVersion: %s, kind: %s, spec: {rollbackTo: {revision: 0}, templateGeneration: 3, %s}}"
                        .formatted(from, kind, template),
                "{apiVersion: apps/v1, kind: %s, spec: {selector: {matchLabels: {app: web}}, %s}}"
                        .formatted(kind, template));
        String selector = "selector: {matchLabels: {tier: a}}";
        becomes(
                "{apiVersion: %s, kind: %s, spec: {%s, %s}}".formatted(from, kind, selector, template),
                "{apiVersion: apps/v1, kind: %s, spec: {%s, %s}}".formatted(kind, selector, template));
    }

    @ParameterizedTest
    @CsvSource({"extensions/v1beta1", "networking.k8s.io/v1beta1"})
    void ingresses_nest_their_backends(String from) {
        becomes("""
                apiVersion: %s
                kind: Ingress
                spec:
                  backend: {serviceName: all, servicePort: http}
                  rules:
                  - host: shop.example.com
                    http:
                      paths:
                      - path: /a
                        backend: {serviceName: web, servicePort: 80}
                      - path: /b
                        pathType: Exact
                        backend: {resource: {kind: Bucket, name: static}}
                """.formatted(from), """
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                spec:
                  defaultBackend: {service: {name: all, port: {name: http}}}
                  rules:
                  - host: shop.example.com
                    http:
                      paths:
                      - path: /a
                        pathType: ImplementationSpecific
                        backend: {service: {name: web, port: {number: 80}}}
                      - path: /b
                        pathType: Exact
                        backend: {resource: {kind: Bucket, name: static}}
                """);
    }

    @Test
    void definitions_say_everything_with_each_version() {
        becomes("""
                apiVersion: apiextensions.k8s.io/v1beta1
                kind: CustomResourceDefinition
                spec:
                  group: example.com
                  scope: Namespaced
                  preserveUnknownFields: false
                  subresources: {status: {}}
                  validation: {openAPIV3Schema: {type: object, properties: {spec: {type: object}}}}
                  additionalPrinterColumns: [{name: Age, type: date, JSONPath: .metadata.creationTimestamp}]
                  versions:
                  - {name: v1, served: true, storage: true}
                  - {name: v2, served: true, storage: false, schema: {openAPIV3Schema: {type: object}}}
                  conversion:
                    strategy: Webhook
                    conversionReviewVersions: [v1]
                    webhookClientConfig: {url: "https://example.com"}
                """, """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                spec:
                  group: example.com
                  scope: Namespaced
                  versions:
                  - name: v1
                    served: true
                    storage: true
                    schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object}}}}
                    subresources: {status: {}}
                    additionalPrinterColumns: [{name: Age, type: date, jsonPath: .metadata.creationTimestamp}]
                  - name: v2
                    served: true
                    storage: false
                    schema: {openAPIV3Schema: {type: object}}
                    subresources: {status: {}}
                    additionalPrinterColumns: [{name: Age, type: date, jsonPath: .metadata.creationTimestamp}]
                  conversion:
                    strategy: Webhook
                    webhook: {clientConfig: {url: "https://example.com"}, conversionReviewVersions: [v1]}
                """);
    }

    @Test
    void a_definition_of_one_version_without_a_schema_keeps_every_field() {
        becomes("""
                apiVersion: apiextensions.k8s.io/v1beta1
                kind: CustomResourceDefinition
                spec: {group: example.com, version: v1}
                """, """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                spec:
                  group: example.com
                  versions:
                  - name: v1
                    served: true
                    storage: true
                    schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                """);
    }

    @ParameterizedTest
    @CsvSource({"MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"})
    void webhooks_write_out_the_old_defaults(String kind) {
        becomes("""
                apiVersion: admissionregistration.k8s.io/v1beta1
                kind: %s
                webhooks:
                - {name: a}
                - {name: b, failurePolicy: Fail, matchPolicy: Equivalent, timeoutSeconds: 5, sideEffects: NoneOnDryRun,
                   admissionReviewVersions: [v1]}
                - {name: c, failurePolicy: Fail, matchPolicy: Equivalent, timeoutSeconds: 5, sideEffects: Unknown,
                   admissionReviewVersions: [v1]}
                """.formatted(kind), """
                apiVersion: admissionregistration.k8s.io/v1
                kind: %s
                webhooks:
                - {name: a, failurePolicy: Ignore, matchPolicy: Exact, timeoutSeconds: 30, sideEffects: None,
                   admissionReviewVersions: [v1beta1]}
                - {name: b, failurePolicy: Fail, matchPolicy: Equivalent, timeoutSeconds: 5, sideEffects: NoneOnDryRun,
                   admissionReviewVersions: [v1]}
                - {name: c, failurePolicy: Fail, matchPolicy: Equivalent, timeoutSeconds: 5, sideEffects: None,
                   admissionReviewVersions: [v1]}
                """.formatted(kind));
    }

    @Test
    void a_budget_without_a_pod_does_not_become_one_for_all() {
        String budget = "{apiVersion: policy/%s, kind: PodDisruptionBudget, spec: {minAvailable: 1, selector: %s}}";
        becomes(budget.formatted("v1beta1", "{matchLabels: {a: b}}"), budget.formatted("v1", "{matchLabels: {a: b}}"));
        JsonNode selector =
                converted(budget.formatted("v1beta1", "{}")).path("spec").path("selector");
        assertThat(selector.path("matchExpressions").path(0).path("operator").asText())
                .isEqualTo("Exists");
    }

    @Test
    void endpoint_slices_name_node_and_zone() {
        becomes("""
                apiVersion: discovery.k8s.io/v1beta1
                kind: EndpointSlice
                endpoints:
                - addresses: [10.0.0.1]
                  topology: {kubernetes.io/hostname: n1, topology.kubernetes.io/zone: z, rack: "7"}
                - addresses: [10.0.0.2]
                """, """
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                endpoints:
                - addresses: [10.0.0.1]
                  nodeName: n1
                  zone: z
                  deprecatedTopology: {rack: "7"}
                - addresses: [10.0.0.2]
                """);
    }

    @Test
    void autoscalers_nest_the_targets_of_their_metrics() {
        becomes("""
                apiVersion: autoscaling/v2beta1
                kind: HorizontalPodAutoscaler
                spec:
                  metrics:
                  - {type: Resource, resource: {name: cpu, targetAverageUtilization: 80}}
                  - {type: Resource, resource: {name: memory, targetAverageValue: 1Gi}}
                  - {type: ContainerResource, containerResource: {name: cpu, container: web, targetAverageUtilization: 50}}
                  - {type: Pods, pods: {metricName: hits, targetAverageValue: "10", selector: {matchLabels: {a: b}}}}
                  - type: Object
                    object: {metricName: queue, targetValue: "5", target: {apiVersion: v1, kind: Service, name: web}}
                  - {type: External, external: {metricName: lag, metricSelector: {}, targetAverageValue: "3"}}
                """, """
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                spec:
                  metrics:
                  - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}
                  - {type: Resource, resource: {name: memory, target: {type: AverageValue, averageValue: 1Gi}}}
                  - type: ContainerResource
                    containerResource: {name: cpu, container: web, target: {type: Utilization, averageUtilization: 50}}
                  - type: Pods
                    pods:
                      metric: {name: hits, selector: {matchLabels: {a: b}}}
                      target: {type: AverageValue, averageValue: "10"}
                  - type: Object
                    object:
                      describedObject: {apiVersion: v1, kind: Service, name: web}
                      metric: {name: queue}
                      target: {type: Value, value: "5"}
                  - type: External
                    external: {metric: {name: lag, selector: {}}, target: {type: AverageValue, averageValue: "3"}}
                """);
    }

    @ParameterizedTest
    @CsvSource({
        "v1beta1, assuredConcurrencyShares: 7, 7",
        "v1beta2, assuredConcurrencyShares: 7, 7",
        "v1beta3, nominalConcurrencyShares: 7, 7",
        "v1beta3, nominalConcurrencyShares: 0, 30",
        "v1beta3, 'lendablePercent: 0', 30"
    })
    void priority_levels_keep_their_shares(String version, String shares, int now) {
        JsonNode level = converted("""
                apiVersion: flowcontrol.apiserver.k8s.io/%s
                kind: PriorityLevelConfiguration
                spec: {type: Limited, limited: {%s}}
                """.formatted(version, shares));
        assertThat(level.at("/spec/limited/nominalConcurrencyShares").asInt()).isEqualTo(now);
        assertThat(level.at("/spec/limited").has("assuredConcurrencyShares")).isFalse();
    }

    @Test
    void no_shares_are_no_shares_where_that_was_meant() {
        becomes("""
                apiVersion: flowcontrol.apiserver.k8s.io/v1beta3
                kind: PriorityLevelConfiguration
                metadata: {annotations: {flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares: "true"}}
                spec: {limited: {nominalConcurrencyShares: 0}}
                """, """
                apiVersion: flowcontrol.apiserver.k8s.io/v1
                kind: PriorityLevelConfiguration
                metadata: {annotations: {}}
                spec: {limited: {nominalConcurrencyShares: 0}}
                """);
    }

    @ParameterizedTest
    @CsvSource({"policy/v1beta1, PodSecurityPolicy", "example.com/v1beta1, Gadget", "apps/v1, Deployment"})
    void what_is_not_in_the_table_is_not_guessed(String from, String kind) {
        assertThat(Conversions.of(ApiVersion.of(from), kind)).isEmpty();
    }

    @Test
    void a_version_in_which_objects_are_stored_is_kept_without_being_stored_in() {
        ObjectNode target = tree("{spec: {versions: [{name: v2, storage: true}]}}");
        ObjectNode live = tree("""
                spec: {versions: [{name: v1, storage: true, served: true}, {name: v0, storage: false}]}
                status: {storedVersions: [v1]}
                """);
        assertThat(StoredVersions.kept(target, live))
                .isEqualTo(tree(
                        "{spec: {versions: [{name: v2, storage: true}, {name: v1, storage: false, served: true}]}}"));
        assertThat(target.path("spec").path("versions")).hasSize(1);
        ObjectNode same = tree("{spec: {versions: [{name: v1, storage: true}]}}");
        assertThat(StoredVersions.kept(same, live)).isSameAs(same);
    }
}
