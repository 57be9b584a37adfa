package dev.tidemark.policies.select;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.snapshots.model.Coverage;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A {@link Selection} with its types found. An object passes when it is in the scope, of one of the kinds, one of the
 * objects, has the labels and is not excluded. Immutable.
 */
public final class ObjectFilter {

    private final Selection selection;
    private final Scope scope;
    private final List<Target> objects;
    private final List<Target> kinds;
    private final List<Target> excludes;
    private final LabelSelector labels;

    ObjectFilter(
            Selection selection,
            List<Target> objects,
            List<Target> kinds,
            List<Target> excludes,
            LabelSelector labels) {
        this.selection = selection;
        this.scope = new Scope(selection.namespaces(), selection.clusterScoped());
        this.objects = List.copyOf(objects);
        this.kinds = List.copyOf(kinds);
        this.excludes = List.copyOf(excludes);
        this.labels = labels;
    }

    /** The words this filter was made of. */
    public Selection selection() {
        return selection;
    }

    /** Whether an object of this type could pass, so that the type is worth listing. */
    public boolean wantsType(ResourceType type) {
        return reaches(type)
                && (kinds.isEmpty() || hasType(kinds, type))
                && (objects.isEmpty() || hasType(objects, type))
                && excludes.stream().noneMatch(exclude -> exclude.everyObject() && isOf(exclude, type));
    }

    /** The namespaces to list namespaced types in; none means all. */
    public List<String> namespaces() {
        return scope.namespaces();
    }

    /** Whether this object passes; {@code labels} is its {@code metadata.labels}, or a missing node. */
    public boolean test(ResourceId id, JsonNode labels) {
        return inScope(id)
                && (kinds.isEmpty() || anyTest(kinds, id))
                && (objects.isEmpty() || anyTest(objects, id))
                && !anyTest(excludes, id)
                && this.labels.test(labels);
    }

    /**
     * Whether every object of the type in this scope passes, so that a complete list of what passed proves what did
     * not exist. Labels, single objects and single excludes rule that out.
     *
     * @param where {@link Coverage#CLUSTER}, {@link Coverage#ALL_NAMESPACES} or a namespace
     */
    public boolean covers(ResourceType type, String where) {
        return wantsType(type)
                && scope.covers(type, where)
                && objects.isEmpty()
                && labels.requirements().isEmpty()
                && !hasType(excludes, type);
    }

    /** Usage {@code nothing-matched}: for a caller that found no object to pass. */
    public Failure nothingMatched() {
        return Failure.usage(
                "nothing-matched",
                "select " + selection.describe(),
                "no object matches",
                "Check the names, or choose less narrowly; an empty match is never taken for everything.");
    }

    /**
     * Usage {@code nothing-matched} where {@code matched}, all that passed, is empty or lacks an object or a
     * namespace that the selection names. A namespace is lacking only where its Namespace object would have passed.
     */
    public Optional<Failure> missing(Collection<ResourceId> matched) {
        if (matched.isEmpty()) {
            return Optional.of(nothingMatched());
        }
        String lacking = Stream.concat(
                        objects.stream()
                                .filter(object -> matched.stream().noneMatch(object::test))
                                .map(Target::toString),
                        scope.namespaces().stream()
                                .filter(this::wantsNamespaceObject)
                                .filter(name -> matched.stream().noneMatch(id -> isIn(id, name)))
                                .map(name -> "namespace " + name))
                .collect(Collectors.joining(", "));
        return lacking.isEmpty()
                ? Optional.empty()
                : Optional.of(Failure.usage(
                        "nothing-matched",
                        "select " + selection.describe(),
                        "there is no " + lacking,
                        "Check the names, or leave out those that do not exist."));
    }

    private boolean wantsNamespaceObject(String name) {
        ResourceId id = new ResourceId("", "Namespace", "namespaces", "", name);
        return labels.requirements().isEmpty()
                && (kinds.isEmpty() || anyTest(kinds, id))
                && objects.isEmpty()
                && !anyTest(excludes, id);
    }

    private static boolean isIn(ResourceId id, String namespace) {
        return id.namespace().equals(namespace)
                || (Scope.isNamespace(id.group(), id.resource()) && id.name().equals(namespace));
    }

    /** A cluster-scoped object that is named needs no place, as kubectl ignores {@code -n} for it. */
    private boolean inScope(ResourceId id) {
        return scope.test(id) || (!objects.isEmpty() && !id.namespaced());
    }

    private boolean reaches(ResourceType type) {
        return scope.reaches(type) || (!objects.isEmpty() && !type.namespaced());
    }

    private static boolean hasType(List<Target> targets, ResourceType type) {
        return targets.stream().anyMatch(target -> isOf(target, type));
    }

    private static boolean isOf(Target target, ResourceType type) {
        return target.isOf(type.group(), type.resource());
    }

    private static boolean anyTest(List<Target> targets, ResourceId id) {
        for (int i = 0; i < targets.size(); i++) {
            if (targets.get(i).test(id)) {
                return true;
            }
        }
        return false;
    }
}
