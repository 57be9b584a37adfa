package dev.tidemark.reconciler.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.model.TypeTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Asks the API server for its types through aggregated discovery (KEP-3352, on by default since Kubernetes 1.27): two
 * requests, and a group that is down says so instead of being left out.
 */
final class ApiCatalogue {

    private static final String LIST = "APIGroupDiscoveryList";
    private static final String ACCEPT = "application/json;g=apidiscovery.k8s.io;v=v2;as=" + LIST
            + ",application/json;g=apidiscovery.k8s.io;v=v2beta1;as=" + LIST;

    private final ApiServer server;

    ApiCatalogue(ApiServer server) {
        this.server = server;
    }

    /** @throws ApiError when the server does not answer, or is too old for aggregated discovery (code 406) */
    Discovery discover() {
        List<ResourceType> types = new ArrayList<>();
        Map<String, List<String>> versions = new LinkedHashMap<>();
        Map<String, String> broken = new LinkedHashMap<>();
        for (String root : List.of("/api", "/apis")) {
            JsonNode document = server.get(root, ACCEPT, JsonTrees::read);
            if (!document.path("kind").asText().equals(LIST)) {
                throw ApiError.answered(406, document, root + " is no " + LIST, Optional.empty());
            }
            for (JsonNode group : document.path("items")) {
                read(group, types, versions, broken);
            }
        }
        return new Discovery(new TypeTable(types), versions, broken);
    }

    /** The versions stand in the server's order of preference; a type is read in the first that serves it fully. */
    private static void read(
            JsonNode group, List<ResourceType> types, Map<String, List<String>> versions, Map<String, String> broken) {
        String name = group.path("metadata").path("name").asText("");
        for (JsonNode version : group.path("versions")) {
            if (version.path("freshness").asText("Current").equals("Stale")) {
                broken.put(
                        name, "its API " + name + "/" + version.path("version").asText() + " does not answer");
            }
            for (JsonNode resource : version.path("resources")) {
                if (storable(resource)) {
                    ResourceType type = type(name, version.path("version").asText(), resource);
                    List<String> known = versions.computeIfAbsent(type.qualifiedName(), t -> new ArrayList<>());
                    if (known.isEmpty()) {
                        types.add(type);
                    }
                    known.add(type.version());
                }
            }
        }
    }

    /** Only what can be read, made again and changed is state that can be brought back. */
    private static boolean storable(JsonNode resource) {
        Set<String> verbs = new HashSet<>();
        resource.path("verbs").forEach(verb -> verbs.add(verb.asText()));
        return verbs.containsAll(List.of("list", "get", "create"))
                && (verbs.contains("update") || verbs.contains("patch"));
    }

    private static ResourceType type(String group, String version, JsonNode resource) {
        List<String> shortNames = new ArrayList<>();
        resource.path("shortNames").forEach(name -> shortNames.add(name.asText()));
        boolean status = false;
        for (JsonNode subresource : resource.path("subresources")) {
            status |= subresource.path("subresource").asText().equals("status");
        }
        return new ResourceType(
                group,
                version,
                resource.path("responseKind").path("kind").asText(),
                resource.path("resource").asText(),
                resource.path("singularResource").asText(""),
                shortNames,
                resource.path("scope").asText().equals("Namespaced"),
                status);
    }
}
