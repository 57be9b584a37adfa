package dev.tidemark.reconciler.scenario.owners;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.reconciler.scenario.Sealing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A ConfigMap belongs to another one, and both are gone. */
@ExtendWith(ControlPlane.class)
class OwnersIT {

    private final Kubectl kubectl;
    private final Tidemark tidemark;
    private final Namespace namespace;
    private String owner = "";

    OwnersIT(Kubectl cluster, Tidemark fresh, Namespace namespace) {
        this.kubectl = cluster.in(namespace);
        this.tidemark = Sealing.init(fresh);
        this.namespace = namespace;
    }

    @BeforeEach
    void take_a_snapshot_and_lose_both() {
        kubectl.run("create", "configmap", "whole", "--from-literal=colour=blue");
        owner = uid("configmap/whole");
        kubectl.apply("""
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: part
                  ownerReferences:
                  - apiVersion: v1
                    kind: ConfigMap
                    name: whole
                    uid: %s
                data:
                  size: "3"
                """.formatted(owner));
        tidemark.json(0, "snapshot", "-n", namespace.name());
        kubectl.run("delete", "configmap/part", "configmap/whole", "--ignore-not-found");
    }

    private String uid(String object) {
        return kubectl.get(object).path("metadata").path("uid").asText();
    }

    private static String reason(JsonNode answer, String name) {
        return answer.path("results")
                .valueStream()
                .filter(r -> r.path("id").path("name").asText().equals(name))
                .map(r -> r.path("reason").asText())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void what_is_owned_comes_back_with_the_uid_that_its_owner_has_now() {
        JsonNode restored = tidemark.json(0, "restore", "HEAD", "-n", namespace.name(), "--yes");
        assertThat(reason(restored, "part")).isEmpty();
        JsonNode references = kubectl.get("configmap/part").path("metadata").path("ownerReferences");
        assertThat(references).hasSize(1);
        assertThat(references.path(0).path("name").asText()).isEqualTo("whole");
        assertThat(references.path(0).path("uid").asText())
                .isEqualTo(uid("configmap/whole"))
                .isNotEqualTo(owner);
        JsonNode again = tidemark.json(0, "restore", "HEAD", "-n", namespace.name(), "--dry-run");
        assertThat(again.path("plan").path("steps").valueStream())
                .allMatch(s -> s.path("action").asText().equals("unchanged")
                        || s.path("action").asText().equals("skip"));
    }

    @Test
    void an_owner_that_is_not_there_is_named_and_what_it_owned_comes_back_without_it() {
        JsonNode restored = tidemark.json(0, "restore", "HEAD", "configmap/part", "-n", namespace.name(), "--yes");
        assertThat(reason(restored, "part")).isEqualTo("owner-absent: configmap/whole");
        assertThat(kubectl.get("configmap/part").path("metadata").has("ownerReferences"))
                .isFalse();
        kubectl.delete("configmap/part");
        assertThat(tidemark.run("restore", "HEAD", "configmap/part", "-n", namespace.name(), "--yes")
                        .exited(0)
                        .err())
                .contains("created  configmap/part", "owner-absent: configmap/whole");
    }

    /** A Secret comes back before the Deployment that it belongs to. */
    @Test
    void an_owner_of_a_later_wave_is_set_when_it_is_there() {
        kubectl.run("create", "deployment", "web", "--image=shop", "--replicas=0");
        kubectl.apply("""
                apiVersion: v1
                kind: Secret
                metadata:
                  name: cookie
                  ownerReferences:
                  - apiVersion: apps/v1
                    kind: Deployment
                    name: web
                    uid: %s
                data:
                  key: Y29ycmVjdC1ob3JzZS1iYXR0ZXJ5
                """.formatted(uid("deployment/web")));
        tidemark.json(0, "snapshot", "-n", namespace.name());
        kubectl.run("delete", "secret/cookie", "deployment/web", "--ignore-not-found");
        JsonNode restored = tidemark.json(0, "restore", "latest", "-n", namespace.name(), "--yes");
        assertThat(reason(restored, "cookie")).isEmpty();
        assertThat(kubectl.get("secret/cookie")
                        .path("metadata")
                        .path("ownerReferences")
                        .path(0)
                        .path("uid")
                        .asText())
                .isEqualTo(uid("deployment/web"));
    }
}
