package dev.tidemark.policies.guard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Says which objects a prune leaves alone, although the snapshot proves that they should not exist. */
public final class PruneGuard {

    private static final Set<String> SYSTEM_NAMESPACES = Set.of("kube-system", "kube-public", "kube-node-lease");

    /** What takes other objects, data or access with it when it goes, as {@code group/Kind}. */
    private static final Set<String> PROTECTED_KINDS = Set.of(
            "/Namespace",
            "/Node",
            "/PersistentVolume",
            "/PersistentVolumeClaim",
            "apiextensions.k8s.io/CustomResourceDefinition",
            "apiregistration.k8s.io/APIService",
            "snapshot.storage.k8s.io/VolumeSnapshot",
            "snapshot.storage.k8s.io/VolumeSnapshotContent",
            "storage.k8s.io/StorageClass");

    private static final Set<String> PROTECTED_SECRETS =
            Set.of("kubernetes.io/tls", "kubernetes.io/service-account-token");

    /** An annotation and the value, or one of a list of values, by which people keep an object from being pruned. */
    private static final Map<String, Set<String>> KEEP = Map.of(
            "tidemark.dev/prune", Set.of("disabled"),
            "argocd.argoproj.io/sync-options", Set.of("Prune=false", "Delete=false"),
            "kustomize.toolkit.fluxcd.io/prune", Set.of("disabled"),
            "helm.sh/resource-policy", Set.of("keep"),
            "kapp.k14s.io/delete-strategy", Set.of("orphan"));

    private final Set<ResourceType> allowed;

    /** {@code allowed} = the types that may be pruned although they are protected. */
    public PruneGuard(Set<ResourceType> allowed) {
        this.allowed = Set.copyOf(allowed);
    }

    /**
     * Why {@code live} is not to be deleted, with what would allow it; empty when nothing speaks against it.
     *
     * @param live the object with its annotations
     * @param lastOfItsKind whether no custom resource of its type would be left
     */
    public Optional<String> protects(ResourceType type, ResourceId id, ObjectNode live, boolean lastOfItsKind) {
        if (serversOwn(id)) {
            return Optional.of("protected: the cluster cannot be without it");
        }
        Optional<String> annotation = keptByAnnotation(live.path("metadata").path("annotations"));
        if (annotation.isPresent()) {
            return Optional.of("protected: its annotation " + annotation.get() + " keeps it");
        }
        if (allowed.contains(type)) {
            return Optional.empty();
        }
        return reason(id, live, lastOfItsKind)
                .map(why -> "protected: " + why + "; allow it with --allow-kind " + type.qualifiedName());
    }

    private static boolean serversOwn(ResourceId id) {
        return isNamespace(id)
                && (SYSTEM_NAMESPACES.contains(id.name()) || id.name().equals("default"));
    }

    private static boolean isNamespace(ResourceId id) {
        return id.group().isEmpty() && id.kind().equals("Namespace");
    }

    private static Optional<String> keptByAnnotation(JsonNode annotations) {
        for (Map.Entry<String, Set<String>> keep : KEEP.entrySet()) {
            for (String word : annotations.path(keep.getKey()).asText("").split(",", -1)) {
                if (keep.getValue().contains(word.strip())) {
                    return Optional.of(keep.getKey());
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> reason(ResourceId id, ObjectNode live, boolean lastOfItsKind) {
        if (PROTECTED_KINDS.contains(id.group() + "/" + id.kind())) {
            return Optional.of("others go with it");
        }
        if (SYSTEM_NAMESPACES.contains(id.namespace())) {
            return Optional.of("it belongs to the cluster's own namespace " + id.namespace());
        }
        String type = live.path("type").asText("");
        if (id.group().isEmpty() && id.kind().equals("Secret") && PROTECTED_SECRETS.contains(type)) {
            return Optional.of("a Secret of type " + type + " may not be had again");
        }
        return lastOfItsKind ? Optional.of("it is the last of its kind") : Optional.empty();
    }
}
