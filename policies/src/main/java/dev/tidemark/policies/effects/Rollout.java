package dev.tidemark.policies.effects;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.snapshots.diff.FieldChange;
import dev.tidemark.snapshots.model.ResourceId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether a change of a workload replaces its running Pods: its controller does so when their template changes. */
public final class Rollout {

    private static final Set<String> ROLL = Set.of("Deployment", "StatefulSet", "DaemonSet");

    private Rollout() {}

    /**
     * A phrase for people; empty for what has no Pods.
     *
     * @param wanted what the object shall be
     * @param changes what differs
     */
    public static Optional<String> of(ResourceId id, JsonNode wanted, List<FieldChange> changes) {
        if (!id.group().equals("apps") || !ROLL.contains(id.kind())) {
            return Optional.empty();
        }
        boolean template = changes.stream().anyMatch(change -> change.path().startsWith("/spec/template"));
        JsonNode spec = wanted.path("spec");
        boolean byHand = spec.path("updateStrategy").path("type").asText("").equals("OnDelete");
        boolean paused = spec.path("paused").asBoolean();
        if (!template) {
            return Optional.of("no Pods restart");
        }
        return Optional.of(
                byHand
                        ? "Pods keep the old template until they are deleted"
                        : paused ? "paused: no Pods restart" : "Pods restart");
    }
}
