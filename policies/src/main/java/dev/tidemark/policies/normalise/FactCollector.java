package dev.tidemark.policies.normalise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.ResourceType;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Gathers {@link ClusterFacts} from the objects of one snapshot. Thread-safe. */
public final class FactCollector {

    /** The annotation of a SealedSecret that stands in the history for its Secret. */
    static final String FINGERPRINTS = "tidemark.dev/fingerprints";

    private final Set<String> scaledTargets = ConcurrentHashMap.newKeySet();
    private final Set<String> sealedSecrets = ConcurrentHashMap.newKeySet();
    private final Set<String> selectedServices = ConcurrentHashMap.newKeySet();

    /** Whether {@link #accept} learns anything from objects of this type: those are to be read before the others. */
    public static boolean wants(ResourceType type) {
        return switch (type.kind()) {
            case "HorizontalPodAutoscaler" -> type.group().equals("autoscaling");
            case "SealedSecret" -> type.group().equals("bitnami.com");
            case "Service" -> type.group().isEmpty();
            default -> false;
        };
    }

    /** Takes note of {@code live}, without changing or keeping it. */
    public void accept(ResourceType type, ObjectNode live) {
        if (!wants(type)) {
            return;
        }
        JsonNode metadata = live.path("metadata");
        String namespace = metadata.path("namespace").asText();
        String key = ClusterFacts.namespaced(namespace, metadata.path("name").asText());
        JsonNode spec = live.path("spec");
        switch (type.kind()) {
            case "HorizontalPodAutoscaler" -> acceptTarget(namespace, spec.path("scaleTargetRef"));
            case "SealedSecret" -> {
                if (!metadata.path("annotations").has(FINGERPRINTS)) {
                    sealedSecrets.add(key);
                }
            }
            default -> {
                if (!spec.path("selector").isEmpty()
                        && !spec.path("type").asText().equals("ExternalName")) {
                    selectedServices.add(key);
                }
            }
        }
    }

    private void acceptTarget(String namespace, JsonNode target) {
        String group = Owners.group(target.path("apiVersion").asText());
        scaledTargets.add(ClusterFacts.scaledTarget(
                group,
                target.path("kind").asText(),
                namespace,
                target.path("name").asText()));
    }

    /** What is known so far. */
    public ClusterFacts facts() {
        return new ClusterFacts(scaledTargets, sealedSecrets, selectedServices);
    }
}
