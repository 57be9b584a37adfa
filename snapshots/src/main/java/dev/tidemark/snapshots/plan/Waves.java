package dev.tidemark.snapshots.plan;

import dev.tidemark.snapshots.model.ResourceId;
import java.util.HashMap;
import java.util.Map;

/**
 * In which wave an object is brought back: what others need comes first, what acts on others comes last. Custom
 * resources and unknown types go in {@link #CUSTOM_RESOURCES}, after every built-in they may refer to.
 */
public final class Waves {

    /** What may refuse the objects of every other wave, and is to go, goes before them. */
    public static final int DISARM = 1;

    public static final int CUSTOM_RESOURCE_DEFINITIONS = 2;
    public static final int NAMESPACES = 3;
    public static final int WORKLOADS = 10;
    public static final int API_SERVICES = 11;
    public static final int CUSTOM_RESOURCES = 12;
    public static final int CRON_JOBS = 14;
    /** What may refuse the objects of every other wave, and so is armed last. */
    public static final int ADMISSION = 15;
    /** What the snapshot proves should not exist goes when all else is in place, in the reverse order of the waves; but see {@link #DISARM}. */
    public static final int PRUNE = 16;

    private static final String ADMISSION_GROUP = "admissionregistration.k8s.io";

    private static final Map<String, Integer> WAVES = table();

    private Waves() {}

    public static int of(ResourceId id) {
        return WAVES.getOrDefault(id.group() + "/" + id.kind(), CUSTOM_RESOURCES);
    }

    /** In which wave an object goes that should not exist. */
    public static int ofDeletion(ResourceId id) {
        return of(id) == ADMISSION ? DISARM : PRUNE;
    }

    private static Map<String, Integer> table() {
        Map<String, Integer> waves = new HashMap<>();
        put(waves, CUSTOM_RESOURCE_DEFINITIONS, "apiextensions.k8s.io", "CustomResourceDefinition");
        put(waves, NAMESPACES, "", "Namespace");
        put(waves, 4, "networking.k8s.io", "ServiceCIDR", "IngressClass");
        put(waves, 4, "scheduling.k8s.io", "PriorityClass");
        put(waves, 4, "node.k8s.io", "RuntimeClass");
        put(waves, 4, "storage.k8s.io", "StorageClass", "VolumeAttributesClass", "CSIDriver");
        put(waves, 4, "resource.k8s.io", "DeviceClass");
        put(waves, 4, "gateway.networking.k8s.io", "GatewayClass");
        put(waves, 4, "snapshot.storage.k8s.io", "VolumeSnapshotClass");
        put(waves, 4, "flowcontrol.apiserver.k8s.io", "PriorityLevelConfiguration", "FlowSchema");
        put(waves, 5, "rbac.authorization.k8s.io", "ClusterRole", "Role");
        put(waves, 5, "", "ServiceAccount");
        put(waves, 6, "rbac.authorization.k8s.io", "ClusterRoleBinding", "RoleBinding");
        put(waves, 6, "", "LimitRange", "ResourceQuota");
        // A volume is free for its claim before that comes, also after a kill in between.
        put(waves, 7, "", "Secret", "ConfigMap", "PersistentVolume");
        put(waves, 8, "", "PersistentVolumeClaim");
        put(waves, 8, "snapshot.storage.k8s.io", "VolumeSnapshotContent", "VolumeSnapshot");
        put(waves, 9, "", "Service");
        put(waves, 9, "networking.k8s.io", "NetworkPolicy");
        put(waves, 9, "policy", "PodDisruptionBudget");
        // As long as a Service has a selector, a controller writes its Endpoints.
        put(waves, WORKLOADS, "", "Endpoints");
        put(waves, WORKLOADS, "discovery.k8s.io", "EndpointSlice");
        put(waves, WORKLOADS, "apps", "DaemonSet", "Deployment", "StatefulSet", "ReplicaSet");
        put(waves, WORKLOADS, "", "ReplicationController", "Pod");
        put(waves, WORKLOADS, "batch", "Job");
        put(waves, API_SERVICES, "apiregistration.k8s.io", "APIService");
        put(waves, 13, "autoscaling", "HorizontalPodAutoscaler");
        put(waves, 13, "networking.k8s.io", "Ingress");
        put(waves, 13, "gateway.networking.k8s.io", "Gateway", "HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute");
        put(waves, CRON_JOBS, "batch", "CronJob");
        put(waves, ADMISSION, ADMISSION_GROUP, "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding");
        put(waves, ADMISSION, ADMISSION_GROUP, "MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding");
        put(waves, ADMISSION, ADMISSION_GROUP, "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration");
        return Map.copyOf(waves);
    }

    private static void put(Map<String, Integer> waves, int wave, String group, String... kinds) {
        for (String kind : kinds) {
            waves.put(group + "/" + kind, wave);
        }
    }
}
