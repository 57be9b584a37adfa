package dev.tidemark.reconciler.scenario.prune;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.reconciler.scenario.Sealing;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** Of all that somebody left behind in a namespace, a prune leaves what must not go by the way, and says why. */
@ExtendWith(ControlPlane.class)
class ProtectedIT {

    private static final String LEFT_BEHIND = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: of-ours, annotations: {tidemark.dev/prune: disabled}}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: of-argo-prune, annotations: {argocd.argoproj.io/sync-options: "Validate=false,Prune=false"}}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: of-argo-delete, annotations: {argocd.argoproj.io/sync-options: Delete=false}}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: of-flux, annotations: {kustomize.toolkit.fluxcd.io/prune: disabled}}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: of-helm, annotations: {helm.sh/resource-policy: keep}}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: of-kapp, annotations: {kapp.k14s.io/delete-strategy: orphan}}
            ---
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: claim}
            spec: {accessModes: [ReadWriteOnce], storageClassName: none, resources: {requests: {storage: 1Gi}}}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: certificate}
            type: kubernetes.io/tls
            data: {tls.crt: "", tls.key: ""}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: token, annotations: {kubernetes.io/service-account.name: default}}
            type: kubernetes.io/service-account-token
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: owner}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: held, finalizers: [example.com/hold]}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: dying, finalizers: [example.com/hold]}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: free}
            """;

    private final Kubectl kubectl;
    private final Tidemark fresh;
    private final Namespace namespace;

    ProtectedIT(Kubectl kubectl, Tidemark fresh, Namespace namespace) {
        this.kubectl = kubectl.in(namespace);
        this.fresh = fresh;
        this.namespace = namespace;
    }

    /** What is asked of an answer. */
    private record Row(String name, String outcome, String words) {}

    @TestFactory
    Stream<DynamicTest> what_must_not_go_by_the_way_stays_and_is_named() {
        kubectl.run("create", "configmap", "owned");
        Tidemark tidemark = Sealing.init(fresh);
        tidemark.json(0, "snapshot", "-n", namespace.name());
        kubectl.apply(LEFT_BEHIND);
        kubectl.run("delete", "configmap/dying", "--wait=false");
        String uid = kubectl.get("configmap/owner").at("/metadata/uid").asText();
        kubectl.run(
                "patch",
                "configmap/owned",
                "-p",
                "{\"metadata\":{\"ownerReferences\":[{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"name\":\"owner\",\"uid\":\""
                        + uid + "\"}]}}");

        JsonNode pruned = tidemark.json(
                3, "restore", "HEAD", "-n", namespace.name(), "--prune", "--yes", "--max-deletes=20", "--timeout=2s");
        boolean ownedStays = kubectl.has("configmap/owned");
        for (String held : new String[] {"held", "dying"}) {
            kubectl.run("patch", "configmap/" + held, "--type=merge", "-p", "{\"metadata\":{\"finalizers\":null}}");
        }
        return Stream.concat(
                Stream.of(DynamicTest.dynamicTest(
                        "what is owned stays", () -> assertThat(ownedStays).isTrue())),
                Stream.of(
                                new Row("of-ours", "blocked", "tidemark.dev/prune"),
                                new Row("of-argo-prune", "blocked", "argocd.argoproj.io/sync-options"),
                                new Row("of-argo-delete", "blocked", "argocd.argoproj.io/sync-options"),
                                new Row("of-flux", "blocked", "kustomize.toolkit.fluxcd.io/prune"),
                                new Row("of-helm", "blocked", "helm.sh/resource-policy"),
                                new Row("of-kapp", "blocked", "kapp.k14s.io/delete-strategy"),
                                new Row("claim", "blocked", "--allow-kind persistentvolumeclaims"),
                                new Row("certificate", "blocked", "--allow-kind secrets"),
                                new Row("token", "blocked", "--allow-kind secrets"),
                                new Row("owner", "blocked", "it owns configmap/owned, which stays"),
                                new Row("held", "blocked", "blocked-by-finalizer: example.com/hold"),
                                new Row("free", "deleted", ""))
                        .map(row -> DynamicTest.dynamicTest(row.name() + " " + row.words(), () -> {
                            JsonNode result = result(pruned, row.name());
                            assertThat(result.path("outcome").asText())
                                    .as("%s", result)
                                    .isEqualTo(row.outcome());
                            assertThat(result.path("reason").asText()).contains(row.words());
                        })));
    }

    private static JsonNode result(JsonNode answer, String name) {
        return answer.path("results")
                .valueStream()
                .filter(result -> result.at("/id/name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
