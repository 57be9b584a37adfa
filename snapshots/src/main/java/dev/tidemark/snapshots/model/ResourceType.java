package dev.tidemark.snapshots.model;

import java.util.List;

/**
 * A kind of object as the API server's discovery names it.
 *
 * @param group API group, {@code ""} for the core group
 * @param version the version objects of this type are exported in
 * @param kind the kind, e.g. {@code Deployment}
 * @param resource the plural, lower-case resource name, e.g. {@code deployments}
 * @param singular the singular name, e.g. {@code deployment}; may be empty
 * @param shortNames the abbreviations kubectl accepts, e.g. {@code deploy}
 * @param namespaced whether its objects live in a namespace
 * @param statusSubresource whether {@code status} is written through a subresource; where it is not, {@code status}
 *     is plain data
 */
public record ResourceType(
        String group,
        String version,
        String kind,
        String resource,
        String singular,
        List<String> shortNames,
        boolean namespaced,
        boolean statusSubresource) {

    public ResourceType {
        if (version.isEmpty() || kind.isEmpty() || resource.isEmpty()) {
            throw new IllegalArgumentException("a resource type needs version, kind and resource name");
        }
        shortNames = List.copyOf(shortNames);
    }

    /** {@code group/version}, or the bare version in the core group: the value of {@code apiVersion}. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** The same type in another version of its group. */
    public ResourceType in(String otherVersion) {
        return new ResourceType(
                group, otherVersion, kind, resource, singular, shortNames, namespaced, statusSubresource);
    }

    /** {@code resource.group}, or the bare resource in the core group, as kubectl names a type without doubt. */
    public String qualifiedName() {
        return group.isEmpty() ? resource : resource + "." + group;
    }

    /** The identity of the object {@code name} of this type; {@code namespace} is ignored for cluster-scoped types. */
    public ResourceId id(String namespace, String name) {
        return new ResourceId(group, kind, resource, namespaced ? namespace : "", name);
    }
}
