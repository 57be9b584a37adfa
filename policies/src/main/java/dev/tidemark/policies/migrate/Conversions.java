package dev.tidemark.policies.migrate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The table of conversions, from the removals of Kubernetes 1.16 to 1.32
 * (kubernetes.io/docs/reference/using-api/deprecation-guide). A version that is not in it is never guessed.
 */
public final class Conversions {

    private static final String RBAC = "rbac.authorization.k8s.io";
    private static final String ADMISSION = "admissionregistration.k8s.io";
    private static final String FLOW_CONTROL = "flowcontrol.apiserver.k8s.io";
    private static final String DEFINITIONS = "apiextensions.k8s.io";

    private static final Map<String, Conversion> TABLE = table();

    private Conversions() {}

    /** What becomes of objects of {@code kind} in the version {@code from}; empty where nothing is known. */
    public static Optional<Conversion> of(ApiVersion from, String kind) {
        return Optional.ofNullable(TABLE.get(from + " " + kind));
    }

    private static Map<String, Conversion> table() {
        Map<String, Conversion> rows = new HashMap<>();
        for (String from : List.of("extensions/v1beta1", "apps/v1beta1", "apps/v1beta2")) {
            row(rows, from, "apps/v1", Workloads::rewrite, "Deployment", "DaemonSet", "ReplicaSet", "StatefulSet");
        }
        row(rows, "extensions/v1beta1", "networking.k8s.io/v1", FieldWork.NONE, "NetworkPolicy");
        for (String from : List.of("extensions/v1beta1", "networking.k8s.io/v1beta1")) {
            row(rows, from, "networking.k8s.io/v1", Ingresses::rewrite, "Ingress");
        }
        row(rows, "networking.k8s.io/v1beta1", "networking.k8s.io/v1", FieldWork.NONE, "IngressClass");
        toV1(rows, DEFINITIONS, Definitions::rewrite, "CustomResourceDefinition");
        toV1(rows, ADMISSION, Webhooks::rewrite, "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration");
        toV1(rows, RBAC, FieldWork.NONE, "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding");
        toV1(rows, "scheduling.k8s.io", FieldWork.NONE, "PriorityClass");
        toV1(rows, "storage.k8s.io", FieldWork.NONE, "StorageClass", "CSIDriver");
        toV1(rows, "apiregistration.k8s.io", FieldWork.NONE, "APIService");
        toV1(rows, "node.k8s.io", FieldWork.NONE, "RuntimeClass");
        toV1(rows, "batch", FieldWork.NONE, "CronJob");
        toV1(rows, "policy", DisruptionBudgets::rewrite, "PodDisruptionBudget");
        toV1(rows, "discovery.k8s.io", EndpointSlices::rewrite, "EndpointSlice");
        row(rows, "autoscaling/v2beta1", "autoscaling/v2", Autoscalers::rewrite, "HorizontalPodAutoscaler");
        row(rows, "autoscaling/v2beta2", "autoscaling/v2", FieldWork.NONE, "HorizontalPodAutoscaler");
        for (String version : List.of("v1beta1", "v1beta2", "v1beta3")) {
            String from = FLOW_CONTROL + "/" + version;
            row(rows, from, FLOW_CONTROL + "/v1", FieldWork.NONE, "FlowSchema");
            row(rows, from, FLOW_CONTROL + "/v1", PriorityLevels::rewrite, "PriorityLevelConfiguration");
        }
        return Map.copyOf(rows);
    }

    private static void toV1(Map<String, Conversion> rows, String group, FieldWork work, String... kinds) {
        row(rows, group + "/v1beta1", group + "/v1", work, kinds);
    }

    private static void row(Map<String, Conversion> rows, String from, String to, FieldWork work, String... kinds) {
        for (String kind : kinds) {
            rows.put(from + " " + kind, new Conversion(ApiVersion.of(to), work));
        }
    }
}
