package dev.tidemark.policies.readiness;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.ResourceType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How ready a live object is, by the rule of its kind. Two things hold for every kind: what is being deleted is not ready,
 * and a status of an older generation says nothing.
 */
public final class ReadyRules {

    /** The kinds of which more can be asked than is usual, as {@code group/Kind}. */
    private static final List<String> MORE_CAN_BE_ASKED =
            List.of("/Service", "autoscaling/HorizontalPodAutoscaler", "batch/Job", "networking.k8s.io/Ingress");

    private static final ReadyRule OTHERS = new ConditionsRule();

    private final Map<String, ReadyRule> rules = new HashMap<>();

    /**
     * @param asked types of which more is wanted than is usual: a Job's end, the address of a Service or an Ingress, an
     *     autoscaler's metrics
     * @param waitsForConsumer whether the StorageClass of this name binds a claim only when a Pod uses it
     */
    public ReadyRules(Set<ResourceType> asked, Predicate<String> waitsForConsumer) {
        rules.put("apps/Deployment", new DeploymentRule());
        rules.put("apps/StatefulSet", new StatefulSetRule());
        rules.put("apps/DaemonSet", new DaemonSetRule());
        rules.put("apps/ReplicaSet", new ReplicaRule());
        rules.put("/ReplicationController", new ReplicaRule());
        rules.put("/Pod", new PodRule());
        rules.put("/Namespace", new NamespaceRule());
        rules.put("/PersistentVolumeClaim", new ClaimRule(waitsForConsumer));
        rules.put("apiextensions.k8s.io/CustomResourceDefinition", new DefinitionRule());
        rules.put("apiregistration.k8s.io/APIService", new ApiServiceRule());
        rules.put("bitnami.com/SealedSecret", new SealedSecretRule());
        Predicate<String> more =
                kind -> asked.stream().anyMatch(type -> key(type).equals(kind));
        rules.put("/Service", new ServiceRule(more.test("/Service")));
        rules.put("batch/Job", new JobRule(more.test("batch/Job")));
        rules.put("networking.k8s.io/Ingress", new IngressRule(more.test("networking.k8s.io/Ingress")));
        rules.put(
                "autoscaling/HorizontalPodAutoscaler",
                new AutoscalerRule(more.test("autoscaling/HorizontalPodAutoscaler")));
    }

    /** Whether more can be asked of objects of this type than is usual. */
    public static boolean moreCanBeAsked(ResourceType type) {
        return MORE_CAN_BE_ASKED.contains(key(type));
    }

    public Readiness of(ResourceType type, ObjectNode live) {
        if (live.path("metadata").has("deletionTimestamp")) {
            return new Readiness.NotYet("it is being deleted");
        }
        return Observed.outdated(live)
                .orElseGet(() -> rules.getOrDefault(key(type), OTHERS).of(live));
    }

    private static String key(ResourceType type) {
        return type.group() + "/" + type.kind();
    }
}
