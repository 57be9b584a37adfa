package dev.tidemark.snapshots.layout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.Manifest;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.TypeTable;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import dev.tidemark.snapshots.yaml.MalformedYaml;

/** Reads manifests of a snapshot. Identity comes from the content; the path only lends the plural of unknown types. */
public final class ManifestReader {

    private final TypeTable types;

    /** {@code types} are those of the snapshot that the manifests belong to. */
    public ManifestReader(TypeTable types) {
        this.types = types;
    }

    /**
     * @param path where the bytes stand, for the error and the plural of a type that the snapshot does not list
     * @throws Failure {@code malformed-manifest} if they are not one Kubernetes object
     */
    public Manifest read(String path, byte[] bytes) {
        ObjectNode tree;
        try {
            tree = CanonicalYaml.read(bytes);
        } catch (MalformedYaml e) {
            throw malformed(path, String.valueOf(e.getMessage()));
        }
        return new Manifest(identity(path, tree), tree);
    }

    private ResourceId identity(String path, ObjectNode tree) {
        JsonNode object = SealedDocuments.isWhole(tree) ? tree.path("spec").path("object") : tree;
        String kind = text(path, object, "kind");
        String apiVersion = text(path, object, "apiVersion");
        JsonNode metadata = tree.path("metadata");
        String name = text(path, metadata, "name");
        String namespace = metadata.path("namespace").asText("");
        if (SecretDocuments.standsForSecret(tree)) {
            return SecretDocuments.secret(namespace, name);
        }
        int slash = apiVersion.indexOf('/');
        String group = slash < 0 ? "" : apiVersion.substring(0, slash);
        return types.ofKind(group, kind)
                .map(type -> type.id(namespace, name))
                .orElseGet(() -> new ResourceId(group, kind, SnapshotLayout.resource(path), namespace, name));
    }

    private static String text(String path, JsonNode node, String field) {
        String text = node.path(field).asText("");
        if (text.isEmpty()) {
            throw malformed(path, field + " is missing");
        }
        return text;
    }

    private static Failure malformed(String path, String why) {
        return Failure.failed(
                "malformed-manifest", "read " + path, why, "correct the file, or choose a revision without it");
    }
}
