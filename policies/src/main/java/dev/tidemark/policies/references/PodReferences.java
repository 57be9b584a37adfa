package dev.tidemark.policies.references;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.ResourceId;
import java.util.List;

/** What a Pod needs, be it one itself or the template of a workload. */
final class PodReferences {

    private static final List<String> CONTAINERS = List.of("initContainers", "containers", "ephemeralContainers");
    /** Volume types of storage systems, which name a Secret in {@code secretRef}. */
    private static final List<String> WITH_SECRET =
            List.of("cephfs", "flexVolume", "iscsi", "rbd", "scaleIO", "storageos");

    private PodReferences() {}

    static void find(ResourceId id, ObjectNode tree, Found found) {
        JsonNode pod = pod(id, tree);
        if (!pod.path("serviceAccountName").asText().equals("default")) {
            found.beside("", "ServiceAccount", pod.path("serviceAccountName"));
        }
        pod.path("imagePullSecrets").forEach(secret -> found.beside("", "Secret", secret.path("name")));
        found.cluster("scheduling.k8s.io", "PriorityClass", pod.path("priorityClassName"));
        found.cluster("node.k8s.io", "RuntimeClass", pod.path("runtimeClassName"));
        pod.path("volumes").forEach(volume -> volume(volume, found));
        pod.path("resourceClaims").forEach(claim -> {
            found.beside("resource.k8s.io", "ResourceClaim", claim.path("resourceClaimName"));
            found.beside("resource.k8s.io", "ResourceClaimTemplate", claim.path("resourceClaimTemplateName"));
        });
        for (String list : CONTAINERS) {
            pod.path(list).forEach(container -> container(container, found));
        }
    }

    private static JsonNode pod(ResourceId id, ObjectNode tree) {
        JsonNode spec = tree.path("spec");
        return switch (id.group() + "/" + id.kind()) {
            case "/Pod" -> spec;
            case "/PodTemplate" -> tree.path("template").path("spec");
            case "batch/CronJob" ->
                spec.path("jobTemplate").path("spec").path("template").path("spec");
            case "apps/Deployment",
                    "apps/DaemonSet",
                    "apps/ReplicaSet",
                    "apps/StatefulSet",
                    "batch/Job",
                    "/ReplicationController" -> spec.path("template").path("spec");
            default -> tree.path("no Pod");
        };
    }

    private static void volume(JsonNode volume, Found found) {
        found.needed("ConfigMap", volume.path("configMap"));
        found.needed("Secret", volume.path("secret"), "secretName");
        found.beside(
                "",
                "PersistentVolumeClaim",
                volume.path("persistentVolumeClaim").path("claimName"));
        volume.path("projected").path("sources").forEach(source -> {
            found.needed("ConfigMap", source.path("configMap"));
            found.needed("Secret", source.path("secret"));
        });
        found.beside("", "Secret", volume.path("azureFile").path("secretName"));
        found.beside(
                "", "Secret", volume.path("csi").path("nodePublishSecretRef").path("name"));
        for (String type : WITH_SECRET) {
            found.beside("", "Secret", volume.path(type).path("secretRef").path("name"));
        }
        References.storageClass(
                volume.path("ephemeral").path("volumeClaimTemplate").path("spec"), found);
    }

    private static void container(JsonNode container, Found found) {
        container.path("env").forEach(variable -> {
            found.needed("ConfigMap", variable.path("valueFrom").path("configMapKeyRef"));
            found.needed("Secret", variable.path("valueFrom").path("secretKeyRef"));
        });
        container.path("envFrom").forEach(source -> {
            found.needed("ConfigMap", source.path("configMapRef"));
            found.needed("Secret", source.path("secretRef"));
        });
    }
}
