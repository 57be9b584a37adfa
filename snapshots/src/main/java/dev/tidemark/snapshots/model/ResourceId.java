package dev.tidemark.snapshots.model;

import java.util.Comparator;

/**
 * The identity of one Kubernetes object: what stays the same when its content or API version changes.
 *
 * @param group API group, {@code ""} for the core group
 * @param kind the kind, e.g. {@code Deployment}
 * @param resource the plural resource name, e.g. {@code deployments}
 * @param namespace the namespace, {@code ""} for a cluster-scoped object
 * @param name the object's name
 */
public record ResourceId(String group, String kind, String resource, String namespace, String name)
        implements Comparable<ResourceId> {

    private static final Comparator<ResourceId> ORDER = Comparator.comparing(ResourceId::namespace)
            .thenComparing(ResourceId::group)
            .thenComparing(ResourceId::kind)
            .thenComparing(ResourceId::name)
            .thenComparing(ResourceId::resource);

    public ResourceId {
        if (kind.isEmpty() || resource.isEmpty() || name.isEmpty()) {
            throw new IllegalArgumentException("an object's identity needs kind, resource and name");
        }
    }

    public boolean namespaced() {
        return !namespace.isEmpty();
    }

    /** {@code resource.group}, or the bare resource in the core group. */
    public String qualifiedType() {
        return group.isEmpty() ? resource : resource + "." + group;
    }

    /** {@code kind/name} as kubectl prints it, e.g. {@code deployment.apps/web}. */
    public String display() {
        String type = kind.toLowerCase(java.util.Locale.ROOT);
        return (group.isEmpty() ? type : type + "." + group) + "/" + name;
    }

    @Override
    public int compareTo(ResourceId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return namespaced() ? display() + " in " + namespace : display();
    }
}
