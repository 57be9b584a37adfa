package dev.tidemark.policies.normalise;

import dev.tidemark.policies.normalise.rules.Surroundings;
import dev.tidemark.snapshots.model.ResourceId;
import java.util.Set;

/**
 * What one object's judgement must know of other objects.
 *
 * @param scaledTargets what a HorizontalPodAutoscaler scales, as {@code group/kind namespace/name}
 * @param sealedSecrets SealedSecrets that are not ours, as {@code namespace/name}
 * @param selectedServices Services with a selector, as {@code namespace/name}
 */
public record ClusterFacts(Set<String> scaledTargets, Set<String> sealedSecrets, Set<String> selectedServices)
        implements Surroundings {

    private static final ClusterFacts NONE = new ClusterFacts(Set.of(), Set.of(), Set.of());

    public ClusterFacts {
        scaledTargets = Set.copyOf(scaledTargets);
        sealedSecrets = Set.copyOf(sealedSecrets);
        selectedServices = Set.copyOf(selectedServices);
    }

    /** Nothing is known of other objects. */
    public static ClusterFacts none() {
        return NONE;
    }

    /** Whether an autoscaler sets the replicas of {@code id}. */
    public boolean hpaScales(ResourceId id) {
        return !scaledTargets.isEmpty()
                && scaledTargets.contains(scaledTarget(id.group(), id.kind(), id.namespace(), id.name()));
    }

    @Override
    public boolean sealedSecretNamed(String namespace, String name) {
        return !sealedSecrets.isEmpty() && sealedSecrets.contains(namespaced(namespace, name));
    }

    @Override
    public boolean serviceWithSelector(String namespace, String name) {
        return selectedServices.contains(namespaced(namespace, name));
    }

    static String scaledTarget(String group, String kind, String namespace, String name) {
        return group + "/" + kind + " " + namespaced(namespace, name);
    }

    static String namespaced(String namespace, String name) {
        return namespace + "/" + name;
    }
}
