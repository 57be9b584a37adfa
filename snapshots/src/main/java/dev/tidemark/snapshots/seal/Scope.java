package dev.tidemark.snapshots.seal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.snapshots.model.Failure;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** Where a sealed item may be opened. It is bound to the ciphertext as the label of RSA-OAEP. */
public enum Scope {
    /** Under this name in this namespace only. */
    STRICT("strict"),
    /** Under any name in this namespace. */
    NAMESPACE_WIDE("namespace-wide"),
    /** Anywhere. */
    CLUSTER_WIDE("cluster-wide");

    private static final String PREFIX = "sealedsecrets.bitnami.com/";

    private final String word;

    Scope(String word) {
        this.word = word;
    }

    /** The scope that annotations ask for; cluster-wide wins, as in the controller. */
    public static Scope of(JsonNode annotations) {
        for (Scope scope : new Scope[] {CLUSTER_WIDE, NAMESPACE_WIDE}) {
            if (annotations.path(scope.annotation()).asText("").equals("true")) {
                return scope;
            }
        }
        return STRICT;
    }

    /** @throws Failure usage, when there is no such scope */
    public static Scope named(String word) {
        return Stream.of(values())
                .filter(scope -> scope.word.equals(word))
                .findFirst()
                .orElseThrow(() -> Failure.usage(
                        "unknown-scope",
                        "read the scope " + word,
                        "there is none of that name",
                        "it is strict, namespace-wide or cluster-wide"));
    }

    /** The annotation that asks for it. */
    String annotation() {
        return PREFIX + word;
    }

    public String word() {
        return word;
    }

    byte[] label(String namespace, String name) {
        String label =
                switch (this) {
                    case STRICT -> namespace + "/" + name;
                    case NAMESPACE_WIDE -> namespace;
                    case CLUSTER_WIDE -> "";
                };
        return label.getBytes(StandardCharsets.UTF_8);
    }
}
