package dev.tidemark.reconciler.scenario.refused;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.TestCluster;
import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.reconciler.kit.User;
import dev.tidemark.reconciler.scenario.Sealing;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Since the snapshot a namespace has got limits, a quota, a security standard and a policy, and lost an account and a type;
 * and who restores may do less than who made it. All of it is out of the restore's scope. What the server refuses is named
 * with the server's own words, and the rest comes back.
 */
@ExtendWith(ControlPlane.class)
class RefusedIT {

    private static final String OBJECTS = """
            apiVersion: v1
            kind: Pod
            metadata: {name: large, labels: {of: %1$s}}
            spec: {containers: [{name: a, image: a, resources: {requests: {cpu: "3"}, limits: {cpu: "3"}}}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: privileged, labels: {of: %1$s}}
            spec: {containers: [{name: a, image: a, securityContext: {privileged: true}}]}
            ---
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: gone}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: without-account, labels: {of: %1$s}}
            spec: {serviceAccountName: gone, containers: [{name: a, image: a}]}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: denied, labels: {of: %1$s}}
            ---
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: too-many, labels: {of: %1$s}}
            spec: {accessModes: [ReadWriteOnce], storageClassName: none, resources: {requests: {storage: 1Gi}}}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: mighty, labels: {of: %1$s}}
            rules: [{apiGroups: [apps], resources: ["*"], verbs: ["*"]}]
            ---
            apiVersion: %1$s.example.com/v1
            kind: Thing
            metadata: {name: typeless, labels: {of: %1$s}}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: fine, labels: {of: %1$s}}
            """;

    private static final String TYPE = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: things.%1$s.example.com}
            spec:
              group: %1$s.example.com
              scope: Namespaced
              names: {kind: Thing, plural: things, singular: thing}
              versions:
              - name: v1
                served: true
                storage: true
                schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
            """;

    private static final String LIMITS = """
            apiVersion: v1
            kind: LimitRange
            metadata: {name: limits}
            spec: {limits: [{type: Container, max: {cpu: "2"}}]}
            ---
            apiVersion: v1
            kind: ResourceQuota
            metadata: {name: claims}
            spec: {hard: {persistentvolumeclaims: "0"}}
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicy
            metadata: {name: %1$s}
            spec:
              matchConstraints:
                resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}]
              validations: [{expression: 'object.metadata.name != "denied"', message: not this name, reason: RequestEntityTooLarge}]
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicyBinding
            metadata: {name: %1$s}
            spec:
              policyName: %1$s
              validationActions: [Deny]
              matchResources: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %1$s}}}
            """;

    private final TestCluster cluster;
    private final Kubectl kubectl;
    private final Tidemark fresh;
    private final Namespace namespace;

    RefusedIT(TestCluster cluster, Kubectl kubectl, Tidemark fresh, Namespace namespace) {
        this.cluster = cluster;
        this.kubectl = kubectl.in(namespace);
        this.fresh = fresh;
        this.namespace = namespace;
    }

    /** What is asked of an answer. */
    private record Row(String name, List<String> outcomes, String words) {}

    @TestFactory
    Stream<DynamicTest> what_the_server_refuses_is_named_in_its_words_and_the_rest_comes_back()
            throws InterruptedException {
        kubectl.apply(TYPE.formatted(namespace));
        kubectl.run("wait", "crd/things." + namespace + ".example.com", "--for=condition=Established");
        kubectl.apply(OBJECTS.formatted(namespace));
        Tidemark tidemark = Sealing.init(fresh);
        tidemark.json(0, "snapshot", "-l", "of=" + namespace);
        lose_it_all();
        kubectl.apply(LIMITS.formatted(namespace));
        kubectl.run("label", "namespace", namespace.name(), "pod-security.kubernetes.io/enforce=baseline");
        kubectl.run("wait", "resourcequota/claims", "--for=jsonpath={.status.hard.persistentvolumeclaims}=0");
        await_policy();

        JsonNode restored = tidemark.as(lesser().kubeconfig())
                .json(3, "restore", "HEAD", "-l", "of=" + namespace, "--yes", "--no-wait");
        kubectl.delete("validatingadmissionpolicybinding/" + namespace, "validatingadmissionpolicy/" + namespace);
        kubectl.delete("clusterrolebinding/" + namespace, "clusterrole/" + namespace);
        return Stream.of(
                        new Row("large", List.of("failed"), "maximum cpu usage per Container is 2"),
                        new Row("privileged", List.of("failed"), "violates PodSecurity \"baseline"),
                        new Row("without-account", List.of("failed", "blocked"), "gone"),
                        new Row("denied", List.of("failed"), "not this name"),
                        new Row("too-many", List.of("failed"), "exceeded quota: claims"),
                        new Row("mighty", List.of("failed"), "not currently held"),
                        new Row("typeless", List.of("blocked"), "type-missing"),
                        new Row("fine", List.of("created"), ""))
                .map(row -> DynamicTest.dynamicTest(row.name() + " " + row.words(), () -> {
                    JsonNode result = result(restored, row.name());
                    assertThat(result.path("outcome").asText()).as("%s", result).isIn(row.outcomes());
                    assertThat(result.path("reason").asText()).contains(row.words());
                }));
    }

    private void lose_it_all() {
        kubectl.delete("pods,configmaps,pvc,roles", "-l", "of=" + namespace);
        kubectl.delete("serviceaccount/gone");
        kubectl.delete("crd/things." + namespace + ".example.com");
    }

    /** The API server takes a policy up a moment after it is stored. */
    private void await_policy() throws InterruptedException {
        while (kubectl.attempt("create", "configmap", "denied", "--dry-run=server")
                        .exit()
                == 0) {
            Thread.sleep(100);
        }
    }

    /** May do everything with the objects of the snapshot, but not give rights that he has not. */
    private User lesser() {
        User user = cluster.newUser(namespace);
        kubectl.apply("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: %1$s}
                rules:
                - {apiGroups: ["*"], resources: ["*"], verbs: [get, list]}
                - {apiGroups: ["", "%1$s.example.com"], resources: ["*"], verbs: ["*"]}
                - {apiGroups: [rbac.authorization.k8s.io], resources: [roles], verbs: [get, list, create, patch, update]}
                """.formatted(namespace));
        kubectl.run(
                "create",
                "clusterrolebinding",
                namespace.name(),
                "--clusterrole=" + namespace,
                "--user=" + user.name());
        return user;
    }

    private static JsonNode result(JsonNode answer, String name) {
        return answer.path("results")
                .valueStream()
                .filter(result -> result.at("/id/name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
