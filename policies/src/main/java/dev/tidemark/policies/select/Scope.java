package dev.tidemark.policies.select;

import dev.tidemark.snapshots.model.Coverage;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import java.util.List;

/**
 * Where in the cluster a selection looks. With neither field it looks everywhere.
 *
 * @param namespaces these namespaces and their Namespace objects
 * @param clusterScoped the cluster-scoped objects
 */
record Scope(List<String> namespaces, boolean clusterScoped) {

    private static final String NAMESPACES = "namespaces";

    boolean everywhere() {
        return namespaces.isEmpty() && !clusterScoped;
    }

    boolean test(ResourceId id) {
        if (everywhere()) {
            return true;
        }
        if (id.namespaced()) {
            return namespaces.contains(id.namespace());
        }
        return clusterScoped || (isNamespace(id.group(), id.resource()) && namespaces.contains(id.name()));
    }

    /** Whether an object of the type could be in this scope. */
    boolean reaches(ResourceType type) {
        if (everywhere()) {
            return true;
        }
        if (type.namespaced()) {
            return !namespaces.isEmpty();
        }
        return clusterScoped || isNamespace(type.group(), type.resource());
    }

    /** Whether every object of the type in {@code scope}, a word of {@link Coverage.Entry#scope}, is in this scope. */
    boolean covers(ResourceType type, String scope) {
        if (!type.namespaced()) {
            return scope.equals(Coverage.CLUSTER) && (everywhere() || clusterScoped);
        }
        return !scope.equals(Coverage.CLUSTER) && (everywhere() || namespaces.contains(scope));
    }

    static boolean isNamespace(String group, String resource) {
        return group.isEmpty() && resource.equals(NAMESPACES);
    }
}
