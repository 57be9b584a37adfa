package dev.tidemark.policies.references;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.migrate.ApiVersion;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferencesTest {

    private static final String POD = """
            serviceAccountName: shop
            priorityClassName: high
            runtimeClassName: sandbox
            imagePullSecrets: [{name: registry}]
            resourceClaims: [{name: gpu, resourceClaimTemplateName: gpu}]
            volumes:
            - {name: a, configMap: {name: volume}}
            - {name: b, secret: {secretName: tls}}
            - {name: c, persistentVolumeClaim: {claimName: data}}
            - name: d
              projected:
                sources:
                - configMap: {name: projected}
                - secret: {name: projected}
                - serviceAccountToken: {path: token}
            - {name: e, configMap: {name: perhaps, optional: true}}
            - {name: f, ephemeral: {volumeClaimTemplate: {spec: {storageClassName: fast}}}}
            - {name: g, csi: {driver: d, nodePublishSecretRef: {name: csi}}}
            - {name: h, rbd: {secretRef: {name: rbd}}}
            initContainers:
            - {name: i, envFrom: [{configMapRef: {name: all}}]}
            containers:
            - name: web
              envFrom: [{secretRef: {name: all}}, {secretRef: {name: perhaps, optional: true}}]
              env:
              - {name: A, valueFrom: {configMapKeyRef: {name: one, key: a}}}
              - {name: B, valueFrom: {secretKeyRef: {name: one, key: b}}}
              - {name: C, value: plain}
            """;

    private static final List<String> OF_POD = List.of(
            "/shop",
            "serviceaccount shop/shop",
            "secret shop/registry",
            "priorityclass /high",
            "runtimeclass /sandbox",
            "configmap shop/volume",
            "secret shop/tls",
            "persistentvolumeclaim shop/data",
            "configmap shop/projected",
            "secret shop/projected",
            "storageclass /fast",
            "secret shop/csi",
            "secret shop/rbd",
            "resourceclaimtemplate shop/gpu",
            "configmap shop/all",
            "secret shop/all",
            "configmap shop/one",
            "secret shop/one");

    private static List<String> references(String apiVersion, String kind, String yaml) {
        ObjectNode tree = CanonicalYaml.read(yaml.getBytes(StandardCharsets.UTF_8));
        String resource = kind.toLowerCase(Locale.ROOT) + "s";
        String namespace = kind.startsWith("Cluster") ? "" : "shop";
        return References.of(new ResourceId(ApiVersion.of(apiVersion).group(), kind, resource, namespace, "x"), tree)
                .stream()
                .map(r -> (r.kind().equals("Namespace") ? "" : r.kind().toLowerCase(Locale.ROOT) + " ") + r.namespace()
                        + "/" + r.name())
                .toList();
    }

    private static String at(String path, String yaml) {
        String nested = yaml;
        for (String key : List.of(path.split("/", -1)).reversed()) {
            nested = key + ":\n" + nested.indent(2);
        }
        return nested;
    }

    @ParameterizedTest
    @CsvSource({
        "v1, Pod, spec",
        "v1, PodTemplate, template/spec",
        "v1, ReplicationController, spec/template/spec",
        "apps/v1, Deployment, spec/template/spec",
        "apps/v1, DaemonSet, spec/template/spec",
        "apps/v1, ReplicaSet, spec/template/spec",
        "apps/v1, StatefulSet, spec/template/spec",
        "batch/v1, Job, spec/template/spec",
        "batch/v1, CronJob, spec/jobTemplate/spec/template/spec"
    })
    void whatever_makes_pods_needs_what_they_need(String apiVersion, String kind, String path) {
        assertThat(references(apiVersion, kind, at(path, POD))).containsExactlyInAnyOrderElementsOf(OF_POD);
    }

    @Test
    void the_default_account_comes_with_its_namespace() {
        assertThat(references("v1", "Pod", "spec: {serviceAccountName: default}"))
                .containsExactly("/shop");
    }

    @Test
    void claims_need_their_class_unless_they_ask_for_none() {
        assertThat(references("v1", "PersistentVolumeClaim", "spec: {storageClassName: fast}"))
                .contains("storageclass /fast");
        assertThat(references("v1", "PersistentVolumeClaim", "spec: {storageClassName: \"\"}"))
                .containsExactly("/shop");
        assertThat(references(
                        "apps/v1", "StatefulSet", "spec: {volumeClaimTemplates: [{spec: {storageClassName: fast}}]}"))
                .contains("storageclass /fast");
    }

    @Test
    void accounts_need_their_secrets() {
        assertThat(references("v1", "ServiceAccount", "{secrets: [{name: a}], imagePullSecrets: [{name: b}]}"))
                .containsExactly("/shop", "secret shop/a", "secret shop/b");
    }

    @Test
    void ingresses_need_their_class_certificates_and_backends() {
        assertThat(references("networking.k8s.io/v1", "Ingress", """
                spec:
                  ingressClassName: public
                  tls: [{secretName: tls}]
                  defaultBackend: {service: {name: all}}
                  rules: [{http: {paths: [{backend: {service: {name: web}}}]}}]
                """))
                .containsExactly(
                        "/shop", "ingressclass /public", "secret shop/tls", "service shop/all", "service shop/web");
    }

    @Test
    void autoscalers_need_what_they_scale() {
        assertThat(References.of(
                        new ResourceId("autoscaling", "HorizontalPodAutoscaler", "hpas", "shop", "x"),
                        CanonicalYaml.read("spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}"
                                .getBytes(StandardCharsets.UTF_8))))
                .contains(new Reference("apps", "Deployment", "shop", "web"));
    }

    @Test
    void bindings_need_their_role_and_accounts() {
        String subjects = "subjects: [{kind: ServiceAccount, namespace: ops, name: bot}, {kind: User, name: ann}]";
        assertThat(references(
                        "rbac.authorization.k8s.io/v1",
                        "RoleBinding",
                        "roleRef: {kind: Role, name: look}\n" + subjects))
                .containsExactly("/shop", "role shop/look", "serviceaccount ops/bot");
        assertThat(references(
                        "rbac.authorization.k8s.io/v1",
                        "ClusterRoleBinding",
                        "roleRef: {kind: ClusterRole, name: look}\n" + subjects))
                .containsExactly("clusterrole /look", "serviceaccount ops/bot");
    }

    @Test
    void an_account_of_a_binding_without_a_namespace_is_of_the_bindings_own() {
        assertThat(references(
                        "rbac.authorization.k8s.io/v1",
                        "RoleBinding",
                        "roleRef: {kind: Role, name: look}\nsubjects: [{kind: ServiceAccount, name: bot}]"))
                .containsExactly("/shop", "role shop/look", "serviceaccount shop/bot");
    }

    @Test
    void custom_resources_need_their_definition() {
        assertThat(references("example.com/v1", "Gadget", "spec: {}"))
                .containsExactly("/shop", "customresourcedefinition /gadgets.example.com");
    }
}
