package dev.tidemark.snapshots.model;

/**
 * An owner reference without its uid: a uid belongs to one cluster and one life of the owner, so the snapshot keeps
 * the name and a restore looks the uid up again.
 *
 * @param apiVersion of the owner
 * @param kind of the owner
 * @param name of the owner; it lives in the namespace of its dependent, or in none
 * @param controller whether it is the managing controller
 * @param blockOwnerDeletion whether foreground deletion of the owner waits for the dependent
 */
public record OwnerReference(
        String apiVersion, String kind, String name, boolean controller, boolean blockOwnerDeletion) {

    /** The API group part of {@link #apiVersion()}. */
    public String group() {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    /** {@code kind/name} as kubectl prints it, e.g. {@code deployment.apps/web}. */
    public String display() {
        String type = kind.toLowerCase(java.util.Locale.ROOT);
        return (group().isEmpty() ? type : type + "." + group()) + "/" + name;
    }
}
