package dev.tidemark.reconciler.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.layout.SecretDocuments;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.plan.Propagation;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * Writes one object at a time, strictly: unknown and duplicate fields are errors. Nothing is repeated here but what the
 * server has not looked at; whether a refused write is planned anew is the caller's decision.
 */
public final class ClusterWriter {

    private static final String JSON = "application/json";
    /** Server-side apply takes no other type; JSON is YAML. */
    private static final String APPLY = "application/apply-patch+yaml";

    private final ApiServer server;
    private final String fieldManager;
    private final BiPredicate<ResourceId, ObjectNode> confidential;

    ClusterWriter(ApiServer server, String fieldManager, BiPredicate<ResourceId, ObjectNode> confidential) {
        this.server = server;
        this.fieldManager = fieldManager;
        this.confidential = confidential;
    }

    /** Whether a write is only tried out: validated and admitted by the server, but not stored. */
    public enum Mode {
        DRY_RUN,
        REAL
    }

    /** POST: never overwrites. */
    public WriteResult create(ResourceType type, ObjectNode object, Mode mode) {
        String path = ApiPaths.collection(type, type.namespaced() ? namespace(object) : "");
        return write("POST", path, "", JSON, type, object, mode);
    }

    /**
     * Forced server-side apply. {@code object} carries the live uid and resourceVersion as preconditions, since without
     * them a vanished object would be made anew.
     */
    public WriteResult apply(ResourceType type, ObjectNode object, Mode mode) {
        return write("PATCH", path(type, object), "&force=true", APPLY, type, object, mode);
    }

    /** PUT of the whole object; {@code object} carries the live uid and resourceVersion. */
    public WriteResult replace(ResourceType type, ObjectNode object, Mode mode) {
        return write("PUT", path(type, object), "", JSON, type, object, mode);
    }

    /**
     * DELETEs this one object, if it still has this uid.
     *
     * @throws IllegalArgumentException without a name: such a request would delete the whole collection
     */
    public WriteResult delete(ResourceType type, ResourceId id, String uid, Propagation propagation) {
        ObjectNode options = JsonNodeFactory.instance
                .objectNode()
                .put("apiVersion", "v1")
                .put("kind", "DeleteOptions")
                .put("propagationPolicy", propagation.policy());
        options.putObject("preconditions").put("uid", uid);
        String path = ApiPaths.object(type, id.namespace(), id.name());
        try {
            return new WriteResult.Written(server.send("DELETE", path, JSON, options.toString(), JsonTrees::object));
        } catch (ApiError e) {
            return new WriteResult.Rejected(e, e.message());
        }
    }

    private WriteResult write(
            String method,
            String path,
            String query,
            String contentType,
            ResourceType type,
            ObjectNode object,
            Mode mode) {
        String url = path + "?fieldValidation=Strict&fieldManager="
                + URLEncoder.encode(fieldManager, StandardCharsets.UTF_8) + query
                + (mode == Mode.DRY_RUN ? "&dryRun=All" : "");
        try {
            return new WriteResult.Written(server.send(method, url, contentType, object.toString(), JsonTrees::object));
        } catch (ApiError e) {
            return new WriteResult.Rejected(e, shown(type, object, e));
        }
    }

    /** The server repeats offending values in its messages; of what is secret only the field names are repeated here. */
    private String shown(ResourceType type, ObjectNode object, ApiError error) {
        ResourceId id =
                type.id(namespace(object), object.path("metadata").path("name").asText());
        if (!SecretDocuments.isSecret(id) && !confidential.test(id, object)) {
            return error.message();
        }
        Optional<String> fields = error.causes().stream()
                .map(ApiError.Cause::field)
                .reduce((a, b) -> a + ", " + b)
                .map(list -> " (" + list + ")");
        return "HTTP " + error.code() + " " + error.reason() + fields.orElse("");
    }

    private static String path(ResourceType type, ObjectNode object) {
        return ApiPaths.object(
                type,
                type.namespaced() ? namespace(object) : "",
                object.path("metadata").path("name").asText());
    }

    private static String namespace(ObjectNode object) {
        return object.path("metadata").path("namespace").asText();
    }
}
