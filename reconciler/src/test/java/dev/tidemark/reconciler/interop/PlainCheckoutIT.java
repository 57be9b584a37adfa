package dev.tidemark.reconciler.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.kit.Answer;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Deploy;
import dev.tidemark.reconciler.kit.Empty;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.TestCluster;
import dev.tidemark.reconciler.kit.Tidemark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A lost cluster comes back from a checkout by kubectl alone, with the sealed-secrets controller for the Secrets. */
@ExtendWith(ControlPlane.class)
class PlainCheckoutIT {

    private static final int RUNS = 3;

    /** Nothing answers for it: once it is there, it refuses the shop's configuration. */
    private static final String WEBHOOK = """
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingWebhookConfiguration
            metadata:
              name: shop
            webhooks:
            - name: shop.example.com
              admissionReviewVersions: [v1]
              sideEffects: None
              failurePolicy: Fail
              clientConfig:
                service: {name: web, namespace: shop}
              namespaceSelector:
                matchLabels: {kubernetes.io/metadata.name: shop}
              rules:
              - {apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [configmaps]}
            """;

    private final TestCluster cluster;
    private final Kubectl kubectl;
    private final Tidemark tidemark;

    PlainCheckoutIT(@Empty TestCluster cluster, Tidemark tidemark) {
        this.cluster = cluster;
        this.kubectl = cluster.kubectl();
        this.tidemark = tidemark.against(cluster);
    }

    @Test
    void kubectl_brings_a_lost_cluster_back_in_at_most_three_runs() throws IOException {
        loadShop();
        List<JsonNode> before = contents();
        tidemark.init().json(0, "snapshot");

        cluster.lose();
        adoptSealingKey();
        cluster.sealedSecrets();
        List<Answer> runs = new ArrayList<>();
        do {
            runs.add(apply(withoutAdmission()));
        } while (runs.getLast().exit() != 0 && runs.size() < RUNS);
        assertThat(runs.getLast().exit()).as("%s", runs).isZero();
        apply(List.of(tidemark.repository().resolve("cluster/admissionregistration.k8s.io")))
                .exited(0);

        kubectl.in("shop").awaitCreated("secret/db", "secret/registry", "secret/session-key");
        assertThat(contents()).isEqualTo(before);
        assertThat(kubectl.has("validatingwebhookconfiguration", "shop")).isTrue();
    }

    private void loadShop() {
        kubectl.run("apply", "--server-side", "-f", sample("definitions.yaml"), "-f", sample("namespace.yaml"));
        kubectl.run("wait", "--for=condition=Established", "crd/promotions.shop.example.com", "--timeout=60s");
        kubectl.run("apply", "--server-side", "-f", sample(""));
        kubectl.apply(WEBHOOK);
    }

    private static String sample(String file) {
        return Deploy.file("sample").resolve(file).toString();
    }

    /** What the shop's objects hold, besides what every server writes anew. */
    private List<JsonNode> contents() {
        List<JsonNode> contents = new ArrayList<>();
        for (JsonNode object :
                kubectl.in("shop").get("configmaps,secrets,promotions").path("items")) {
            if (!object.path("metadata").path("name").asText().equals("kube-root-ca.crt")) {
                contents.add(object.path("metadata").path("name"));
                contents.add(object.path("type"));
                contents.add(object.path("data"));
                contents.add(object.path("binaryData"));
                contents.add(object.path("spec"));
                contents.add(object.path("immutable"));
            }
        }
        return contents;
    }

    /** The repository's own sealing key, as one of the controller's. */
    private void adoptSealingKey() {
        kubectl.in("kube-system")
                .run(
                        "create",
                        "secret",
                        "tls",
                        "tidemark-sealing-key",
                        "--cert=" + tidemark.keys().resolve("sealing.crt"),
                        "--key=" + tidemark.keys().resolve("sealing.key"));
        kubectl.in("kube-system")
                .run("label", "secret", "tidemark-sealing-key", "sealedsecrets.bitnami.com/sealed-secrets-key=active");
    }

    private List<Path> withoutAdmission() throws IOException {
        try (Stream<Path> groups = Files.list(tidemark.repository().resolve("cluster"))) {
            return Stream.concat(
                            groups.filter(group -> !group.endsWith("admissionregistration.k8s.io")),
                            Stream.of(tidemark.repository().resolve("namespaces")))
                    .sorted()
                    .toList();
        }
    }

    private Answer apply(List<Path> paths) {
        List<String> arguments = new ArrayList<>(List.of("apply", "--server-side", "--force-conflicts", "-R"));
        paths.forEach(path -> arguments.addAll(List.of("-f", path.toString())));
        return kubectl.attempt(arguments.toArray(String[]::new));
    }
}
