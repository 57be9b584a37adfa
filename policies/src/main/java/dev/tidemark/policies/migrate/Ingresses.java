package dev.tidemark.policies.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Ingress: backends are nested, the default one has another name, and each path says how it matches. */
final class Ingresses {

    private Ingresses() {}

    static void rewrite(ObjectNode tree) {
        ObjectNode spec = tree.withObject("/spec");
        if (spec.remove("backend") instanceof ObjectNode backend) {
            spec.set("defaultBackend", nested(backend));
        }
        for (JsonNode rule : spec.path("rules")) {
            for (JsonNode path : rule.path("http").path("paths")) {
                rewritePath((ObjectNode) path);
            }
        }
    }

    private static void rewritePath(ObjectNode path) {
        if (path.get("backend") instanceof ObjectNode backend) {
            path.set("backend", nested(backend));
        }
        if (!path.hasNonNull("pathType")) {
            path.put("pathType", "ImplementationSpecific");
        }
    }

    private static ObjectNode nested(ObjectNode backend) {
        JsonNode name = backend.remove("serviceName");
        JsonNode port = backend.remove("servicePort");
        if (name != null) {
            ObjectNode service = backend.putObject("service").put("name", name.asText());
            if (port != null) {
                service.putObject("port").set(port.isNumber() ? "number" : "name", port);
            }
        }
        return backend;
    }
}
