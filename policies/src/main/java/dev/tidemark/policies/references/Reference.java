package dev.tidemark.policies.references;

import java.util.Locale;

/**
 * An object that another one names.
 *
 * @param group its API group, {@code ""} for the core group
 * @param namespace {@code ""} for a cluster-scoped object
 */
public record Reference(String group, String kind, String namespace, String name) {

    /** {@code configmap/app}, as a person reads it. */
    public String display() {
        return kind.toLowerCase(Locale.ROOT) + "/" + name;
    }
}
