package dev.tidemark.reconciler.cluster;

import dev.tidemark.snapshots.model.ResourceType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Request paths of the Kubernetes API. */
final class ApiPaths {

    private ApiPaths() {}

    /** The collection of {@code type}; {@code namespace} is {@code ""} for all namespaces. */
    static String collection(ResourceType type, String namespace) {
        String root = type.group().isEmpty() ? "/api/" : "/apis/";
        String scope = namespace.isEmpty() ? "" : "/namespaces/" + segment(namespace);
        return root + type.apiVersion() + scope + "/" + type.resource();
    }

    /** One object; a name is never empty here, since a request without one would mean the whole collection. */
    static String object(ResourceType type, String namespace, String name) {
        if (name.isEmpty() || (type.namespaced() && namespace.isEmpty())) {
            throw new IllegalArgumentException("an object's path needs its namespace and name");
        }
        return collection(type, namespace) + "/" + segment(name);
    }

    private static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
