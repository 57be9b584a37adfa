package dev.tidemark.reconciler.scenario;

import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import java.time.Duration;

/** A webhook of the Service {@code hook} in a namespace, asked about objects of this namespace alone. */
public final class Webhooks {

    private final Kubectl cluster;
    private final Namespace namespace;

    public Webhooks(Kubectl cluster, Namespace namespace) {
        this.cluster = cluster;
        this.namespace = namespace;
    }

    /** The configuration, as kubectl names it. */
    public String name() {
        return "validatingwebhookconfiguration/check-" + namespace;
    }

    /**
     * Stores it, with the label {@code scenario=<namespace>}.
     *
     * @param failurePolicy what becomes of an object that nobody has looked at
     * @param operations of the core group's {@code resources}, each a list with commas
     */
    public void arm(String failurePolicy, String operations, String resources) {
        cluster.apply("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingWebhookConfiguration
                metadata:
                  name: check-%1$s
                  labels: {scenario: %1$s}
                webhooks:
                - name: check.tidemark.dev
                  admissionReviewVersions: [v1]
                  sideEffects: None
                  timeoutSeconds: 1
                  failurePolicy: %2$s
                  namespaceSelector:
                    matchLabels: {kubernetes.io/metadata.name: %1$s}
                  rules:
                  - apiGroups: [""]
                    apiVersions: [v1]
                    operations: [%3$s]
                    resources: [%4$s]
                  clientConfig:
                    service: {namespace: %1$s, name: hook}
                """.formatted(namespace, failurePolicy, operations, resources));
    }

    /** The API servers take it, or an admission policy, up a moment after it is stored. */
    public void awaitArmed() throws InterruptedException {
        while (cluster.in(namespace)
                        .attempt("create", "configmap", "probe", "--dry-run=server")
                        .exit()
                == 0) {
            Thread.sleep(Duration.ofMillis(100));
        }
    }

    public void delete() {
        cluster.run("delete", name(), "--ignore-not-found");
    }
}
