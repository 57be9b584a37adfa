package dev.tidemark.reconciler.restore;

import dev.tidemark.snapshots.model.OwnerReference;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.plan.Action;
import dev.tidemark.snapshots.plan.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What a restore could not make. It takes its dependents along, and nothing else: what is in the namespace, the instances
 * of the definition, what the object owns. A change that failed is no such thing, since the object is there.
 */
final class Unmade {

    private static final String DEFINITION = "apiextensions.k8s.io/CustomResourceDefinition";

    private final Map<String, ResourceId> unmade = new ConcurrentHashMap<>();

    /** To be told how every step ended, and once more when it ended otherwise after all. */
    void ended(Step step, Outcome outcome) {
        String key = key(
                step.id().group() + "/" + step.id().kind(),
                step.id().namespace(),
                step.id().name());
        if (step.action() == Action.CREATE && !usable(outcome)) {
            unmade.put(key, step.id());
        } else {
            unmade.remove(key);
        }
    }

    /** A definition that is not served makes no instances. */
    private static boolean usable(Outcome outcome) {
        boolean unserved =
                outcome.kind() == Outcome.Kind.UNHEALTHY && outcome.id().kind().equals("CustomResourceDefinition");
        return outcome.kind().fine() || (outcome.written() && !unserved);
    }

    /** The first of the things that {@code id} cannot be without and that were not made. */
    Optional<ResourceId> neededBy(ResourceId id, List<OwnerReference> owners) {
        Stream<String> surroundings =
                Stream.of(key("/Namespace", "", id.namespace()), key(DEFINITION, "", id.qualifiedType()));
        Stream<String> owning = owners.stream().flatMap(owner -> Stream.of(id.namespace(), "")
                .map(namespace -> key(owner.group() + "/" + owner.kind(), namespace, owner.name())));
        return Stream.concat(surroundings, owning)
                .flatMap(key -> Optional.ofNullable(unmade.get(key)).stream())
                .findFirst();
    }

    private static String key(String kind, String namespace, String name) {
        return kind + " " + namespace + "/" + name;
    }
}
