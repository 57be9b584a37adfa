package dev.tidemark.policies.references;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tidemark.policies.migrate.ApiVersion;
import dev.tidemark.policies.normalise.rules.Rules;
import dev.tidemark.snapshots.model.ResourceId;
import java.util.SequencedSet;

/**
 * Finds what an object cannot do without: its namespace, the definition of its type, and what its fields name. What the
 * fields of a custom resource mean is not known.
 */
public final class References {

    private static final String RBAC = "rbac.authorization.k8s.io";

    private References() {}

    /** The references of {@code tree} in the order of its fields, each once. */
    public static SequencedSet<Reference> of(ResourceId id, ObjectNode tree) {
        Found found = new Found(id.namespace());
        found.cluster("", "Namespace", TextNode.valueOf(id.namespace()));
        if (!Rules.standard().builtIn(id.group())) {
            found.cluster(
                    "apiextensions.k8s.io",
                    "CustomResourceDefinition",
                    TextNode.valueOf(id.resource() + "." + id.group()));
            return found.references();
        }
        PodReferences.find(id, tree, found);
        JsonNode spec = tree.path("spec");
        switch (id.group() + "/" + id.kind()) {
            case "apps/StatefulSet" ->
                spec.path("volumeClaimTemplates").forEach(claim -> storageClass(claim.path("spec"), found));
            case "/PersistentVolumeClaim" -> storageClass(spec, found);
            case "/ServiceAccount" -> {
                tree.path("secrets").forEach(secret -> found.beside("", "Secret", secret.path("name")));
                tree.path("imagePullSecrets").forEach(secret -> found.beside("", "Secret", secret.path("name")));
            }
            case "networking.k8s.io/Ingress" -> ingress(spec, found);
            case "autoscaling/HorizontalPodAutoscaler" -> scaled(spec.path("scaleTargetRef"), found);
            case RBAC + "/RoleBinding", RBAC + "/ClusterRoleBinding" -> binding(id, tree, found);
            default -> {}
        }
        return found.references();
    }

    /** The class of a claim; {@code ""} means none, and nothing the default one. */
    static void storageClass(JsonNode claim, Found found) {
        found.cluster("storage.k8s.io", "StorageClass", claim.path("storageClassName"));
        found.cluster("storage.k8s.io", "VolumeAttributesClass", claim.path("volumeAttributesClassName"));
    }

    private static void ingress(JsonNode spec, Found found) {
        found.cluster("networking.k8s.io", "IngressClass", spec.path("ingressClassName"));
        spec.path("tls").forEach(tls -> found.beside("", "Secret", tls.path("secretName")));
        found.beside("", "Service", spec.path("defaultBackend").path("service").path("name"));
        spec.path("rules").forEach(rule -> rule.path("http")
                .path("paths")
                .forEach(path -> found.beside(
                        "", "Service", path.path("backend").path("service").path("name"))));
    }

    private static void scaled(JsonNode target, Found found) {
        found.beside(
                ApiVersion.of(target.path("apiVersion").asText()).group(),
                target.path("kind").asText(),
                target.path("name"));
    }

    /** A subject that names no namespace is of the binding's own. */
    private static void binding(ResourceId id, ObjectNode tree, Found found) {
        JsonNode role = tree.path("roleRef");
        if (role.path("kind").asText().equals("ClusterRole")) {
            found.cluster(RBAC, "ClusterRole", role.path("name"));
        } else {
            found.beside(RBAC, "Role", role.path("name"));
        }
        for (JsonNode subject : tree.path("subjects")) {
            if (subject.path("kind").asText().equals("ServiceAccount")) {
                found.add("", "ServiceAccount", subject.path("namespace").asText(id.namespace()), subject.path("name"));
            }
        }
    }
}
