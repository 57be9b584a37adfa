package dev.tidemark.policies.guard;

import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.plan.Propagation;
import java.util.HashMap;
import java.util.Map;

/** The table of {@link Recreation}s: one row for each type of which a field is known to be immutable. */
final class Recreations {

    private static final Recreation CUSTOM = new Recreation.IfNamed(
            Propagation.BACKGROUND, "what it owns goes with it, and its controller may delete what it stands for");

    private static final Map<String, Recreation> TABLE = table();

    private Recreations() {}

    /** A type without a row is a custom resource, or newer than this table. */
    static Recreation of(ResourceType type) {
        return TABLE.getOrDefault(type.group() + "/" + type.kind(), CUSTOM);
    }

    private static Map<String, Recreation> table() {
        Map<String, Recreation> rows = new HashMap<>();
        workloads(rows);
        byName(rows, "storage.k8s.io/StorageClass", "claims refer to it by name; none can be provisioned meanwhile");
        byName(rows, "storage.k8s.io/VolumeAttributesClass", "claims refer to it by name");
        byName(rows, "storage.k8s.io/CSIDriver", "volumes cannot be attached meanwhile");
        byName(rows, "rbac.authorization.k8s.io/RoleBinding", "its subjects have no access meanwhile");
        byName(rows, "rbac.authorization.k8s.io/ClusterRoleBinding", "its subjects have no access meanwhile");
        byName(rows, "/Secret", "Pods keep the old content until they are restarted");
        byName(rows, "/ConfigMap", "Pods keep the old content until they are restarted");
        byName(rows, "/ResourceQuota", "nothing is limited meanwhile");
        byName(rows, "/Service", "its addresses may change: clients are cut off until DNS and load balancers follow");
        byName(rows, "/Endpoints", "clients are cut off meanwhile");
        byName(rows, "discovery.k8s.io/EndpointSlice", "clients are cut off meanwhile");
        byName(rows, "scheduling.k8s.io/PriorityClass", "running Pods keep the old value");
        byName(rows, "node.k8s.io/RuntimeClass", "running Pods keep the old value");
        byName(rows, "networking.k8s.io/IngressClass", "its Ingresses may be taken down meanwhile");
        byName(rows, "networking.k8s.io/ServiceCIDR", "no address of it is allocated meanwhile");
        byName(rows, "resource.k8s.io/ResourceClaim", "running Pods keep the old value");
        byName(rows, "resource.k8s.io/ResourceClaimTemplate", "running Pods keep the old value");
        never(rows, "/PersistentVolumeClaim", "its data would go with it; resize it, or copy the data, by hand");
        never(rows, "/PersistentVolume", "its claim would be lost; move the data to a new volume by hand");
        never(
                rows,
                "apiextensions.k8s.io/CustomResourceDefinition",
                "every object of its type would go with it; replace it by hand when they are safe");
        return Map.copyOf(rows);
    }

    private static void workloads(Map<String, Recreation> rows) {
        String remain = "its Pods run on; what the new selector does not match goes with the next --prune, or by hand";
        for (String kind : new String[] {"Deployment", "DaemonSet", "ReplicaSet"}) {
            rows.put("apps/" + kind, new Recreation.IfNamed(Propagation.ORPHAN, remain));
        }
        rows.put(
                "apps/StatefulSet",
                new Recreation.IfNamed(
                        Propagation.ORPHAN,
                        "its Pods run on and are adopted, its claims stay; templates never resize a claim"));
        rows.put("batch/Job", new Recreation.IfNamed(Propagation.BACKGROUND, "its work runs again from the start"));
        rows.put("/Pod", new Recreation.IfNamed(Propagation.BACKGROUND, "it is stopped and starts anew"));
    }

    private static void byName(Map<String, Recreation> rows, String type, String danger) {
        rows.put(type, new Recreation.IfNamed(Propagation.BACKGROUND, danger));
    }

    private static void never(Map<String, Recreation> rows, String type, String byHand) {
        rows.put(type, new Recreation.Never(byHand));
    }
}
