package dev.tidemark.reconciler.scenario.ownedbyothers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.kit.Answer;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.reconciler.scenario.Sealing;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ControlPlane.class)
class OwnedByOthersIT {

    private static final String NOTE = "managed by Flux (kustomization shop), which may revert this";

    private final Kubectl kubectl;
    private final Tidemark fresh;
    private final Namespace namespace;
    private Tidemark tidemark;

    OwnedByOthersIT(Kubectl kubectl, Tidemark fresh, Namespace namespace) {
        this.kubectl = kubectl.in(namespace);
        this.fresh = fresh;
        this.namespace = namespace;
    }

    @BeforeEach
    void change_by_hand_what_flux_manages_and_what_nobody_does() {
        kubectl.apply("""
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: web
                  labels:
                    kustomize.toolkit.fluxcd.io/name: shop
                    kustomize.toolkit.fluxcd.io/namespace: flux-system
                spec:
                  replicas: 0
                  selector:
                    matchLabels: {app: web}
                  template:
                    metadata:
                      labels: {app: web}
                    spec:
                      containers:
                        - name: web
                          image: web:1
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: app
                data:
                  colour: blue
                """);
        tidemark = Sealing.init(fresh);
        tidemark.json(0, "snapshot", "-n", namespace.name());
        kubectl.run("patch", "deployment/web", "-p", "{\"spec\":{\"minReadySeconds\":7}}");
        kubectl.run("patch", "configmap/app", "-p", "{\"data\":{\"colour\":\"red\"}}");
    }

    private String[] restore(String... options) {
        String[] words = {"restore", "HEAD", "-n", namespace.name()};
        String[] all = Arrays.copyOf(words, words.length + options.length);
        System.arraycopy(options, 0, all, words.length, options.length);
        return all;
    }

    private static JsonNode named(JsonNode list, String name) {
        return list.valueStream()
                .filter(e -> e.at("/id/name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private int minReadySeconds() {
        return kubectl.get("deployment/web").at("/spec/minReadySeconds").asInt();
    }

    @Test
    void it_is_restored_and_the_tool_that_may_revert_it_is_named() {
        Answer shown = tidemark.run(restore("--dry-run")).exited(1);
        assertThat(shown.out()).contains(NOTE);
        assertThat(shown.err()).contains("other tools manage 1 object of the plan", "--owned-by-others skip");
        JsonNode restored = tidemark.json(0, restore("--yes", "--no-wait"));
        assertThat(named(restored.at("/plan/steps"), "web").path("notes").toString())
                .contains(NOTE);
        assertThat(named(restored.at("/plan/steps"), "app").path("notes").toString())
                .doesNotContain("managed by");
        assertThat(minReadySeconds()).isZero();
        assertThat(tidemark.run(restore("--dry-run")).exited(0).err())
                .as("what is not written is not warned of")
                .doesNotContain("other tools");
    }

    @Test
    void it_is_left_to_its_tool_and_the_rest_is_restored() {
        JsonNode restored = tidemark.json(0, restore("--yes", "--no-wait", "--owned-by-others", "skip"));
        assertThat(named(restored.path("results"), "web").path("outcome").asText())
                .isEqualTo("skipped");
        assertThat(named(restored.path("results"), "web").path("reason").asText())
                .isEqualTo("owned-by-others: Flux shop");
        assertThat(named(restored.path("results"), "app").path("outcome").asText())
                .isEqualTo("updated");
        assertThat(restored.at("/verify/equal").asBoolean()).isTrue();
        assertThat(minReadySeconds()).isEqualTo(7);
        JsonNode again = tidemark.json(0, restore("--dry-run", "--owned-by-others", "skip"));
        assertThat(named(again.at("/plan/steps"), "web").path("action").asText())
                .isEqualTo("skip");
    }
}
