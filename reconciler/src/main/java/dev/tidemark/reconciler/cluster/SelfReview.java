package dev.tidemark.reconciler.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/** Asks the API server whom it takes us for. A review is sent as a creation, but nothing is stored. */
final class SelfReview {

    private static final String PATH = "/apis/authentication.k8s.io/v1/selfsubjectreviews?dryRun=All";
    private static final String REVIEW = "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"SelfSubjectReview\"}";

    private final ApiServer server;

    SelfReview(ApiServer server) {
        this.server = server;
    }

    /** The name of the user and of each of his groups. */
    Set<String> subjects() {
        JsonNode user = server.send("POST", PATH, "application/json", REVIEW, JsonTrees::read)
                .path("status")
                .path("userInfo");
        Set<String> subjects = new HashSet<>();
        subjects.add(user.path("username").asText());
        user.path("groups").forEach(group -> subjects.add(group.asText()));
        return subjects;
    }
}
