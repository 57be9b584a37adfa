package dev.tidemark.reconciler.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;

/** Asks the API server whom it takes us for, and what we may do. A review is sent as a creation, but nothing is stored. */
final class SelfReview {

    private static final String WHO = "/apis/authentication.k8s.io/v1/selfsubjectreviews?dryRun=All";
    private static final String MAY = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews?dryRun=All";

    private final ApiServer server;

    SelfReview(ApiServer server) {
        this.server = server;
    }

    /** The name of the user and of each of his groups. */
    Set<String> subjects() {
        JsonNode user = review(WHO, review("authentication.k8s.io/v1", "SelfSubjectReview"))
                .path("status")
                .path("userInfo");
        Set<String> subjects = new HashSet<>();
        subjects.add(user.path("username").asText());
        user.path("groups").forEach(group -> subjects.add(group.asText()));
        return subjects;
    }

    /** Whether we may do this; {@code *} is any, and an empty namespace is all of them. */
    boolean may(String verb, String group, String resource, String namespace) {
        ObjectNode question = review("authorization.k8s.io/v1", "SelfSubjectAccessReview");
        question.putObject("spec")
                .putObject("resourceAttributes")
                .put("verb", verb)
                .put("group", group)
                .put("resource", resource)
                .put("namespace", namespace);
        return review(MAY, question).path("status").path("allowed").asBoolean();
    }

    private static ObjectNode review(String apiVersion, String kind) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("apiVersion", apiVersion)
                .put("kind", kind);
    }

    private JsonNode review(String path, ObjectNode question) {
        return server.send("POST", path, "application/json", question.toString(), JsonTrees::read);
    }
}
