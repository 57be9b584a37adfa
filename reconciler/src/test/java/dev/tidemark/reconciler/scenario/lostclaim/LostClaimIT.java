package dev.tidemark.reconciler.scenario.lostclaim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.reconciler.scenario.Sealing;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody deletes a claim. Its volume was kept with the data, and waits for a claim with the uid of the old one. */
@ExtendWith(ControlPlane.class)
class LostClaimIT {

    private final Kubectl kubectl;
    private final Tidemark fresh;
    private final Namespace namespace;
    private final String volume;
    private Tidemark tidemark;

    LostClaimIT(Kubectl kubectl, Tidemark fresh, Namespace namespace) {
        this.kubectl = kubectl.in(namespace);
        this.fresh = fresh;
        this.namespace = namespace;
        this.volume = "volume-" + namespace;
    }

    @BeforeEach
    void take_a_snapshot_and_lose_the_claim() {
        kubectl.apply("""
                apiVersion: v1
                kind: PersistentVolume
                metadata: {name: %1$s, labels: {of: %2$s}}
                spec:
                  capacity: {storage: 1Gi}
                  accessModes: [ReadWriteOnce]
                  persistentVolumeReclaimPolicy: Retain
                  storageClassName: by-hand
                  hostPath: {path: /tmp/%1$s}
                  claimRef: {apiVersion: v1, kind: PersistentVolumeClaim, namespace: %2$s, name: data}
                ---
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: data, labels: {of: %2$s}}
                spec: {accessModes: [ReadWriteOnce], storageClassName: by-hand, resources: {requests: {storage: 1Gi}}}
                """.formatted(volume, namespace));
        awaitPhase("pvc/data", "Bound");
        tidemark = Sealing.init(fresh);
        tidemark.json(0, "snapshot", "-l", "of=" + namespace);
        kubectl.delete("pvc/data");
        awaitPhase("pv/" + volume, "Released");
    }

    @AfterEach
    void remove_the_volume() {
        kubectl.run("delete", "pvc/data", "--ignore-not-found");
        kubectl.run("delete", "pv/" + volume, "--wait=false");
    }

    private void awaitPhase(String object, String phase) {
        kubectl.run("wait", object, "--for=jsonpath={.status.phase}=" + phase, "--timeout=60s");
    }

    private String[] restore(String... words) {
        return Stream.concat(Stream.of("restore", "HEAD", "-l", "of=" + namespace), Stream.of(words))
                .toArray(String[]::new);
    }

    @Test
    void the_claim_that_comes_back_has_its_volume_again() {
        assertThat(tidemark.run(restore("--dry-run")).exited(1).out())
                .contains("persistentvolume/" + volume, ".spec.claimRef.uid", "persistentvolumeclaim/data");
        JsonNode restored = tidemark.json(0, restore("--yes"));
        assertThat(restored.path("verify").path("equal").asBoolean()).isTrue();
        assertThat(kubectl.get("pvc/data").path("spec").path("volumeName").asText())
                .isEqualTo(volume);
        assertThat(kubectl.get("pv/" + volume).path("status").path("phase").asText())
                .isEqualTo("Bound");
        tidemark.run(restore("--dry-run")).exited(0);
    }

    @Test
    void the_claim_of_a_namespace_that_is_still_going_has_its_volume_again() {
        tidemark.json(0, restore("--yes"));
        kubectl.run("label", "namespace", namespace.name(), "of=" + namespace);
        tidemark.json(0, "snapshot", "-l", "of=" + namespace);
        kubectl.run("delete", "namespace", namespace.name(), "--wait=false");
        assertThat(tidemark.json(0, restore("--yes"))
                        .path("verify")
                        .path("equal")
                        .asBoolean())
                .isTrue();
        awaitPhase("pvc/data", "Bound");
        tidemark.run(restore("--dry-run")).exited(0);
    }

    @Test
    void a_volume_whose_claim_stays_away_is_left_as_it_is() {
        tidemark.json(0, "restore", "HEAD", "pv/" + volume, "--yes");
        assertThat(kubectl.get("pv/" + volume).path("status").path("phase").asText())
                .isEqualTo("Released");
    }
}
