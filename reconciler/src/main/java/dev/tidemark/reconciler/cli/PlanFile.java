package dev.tidemark.reconciler.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.reconciler.restore.SavedPlan;
import dev.tidemark.reconciler.restore.ScopeDocument;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.plan.RestorePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;

/** A saved plan as a JSON file, for its owner alone: no value of a Secret is in it, but other values are. */
final class PlanFile {

    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private PlanFile() {}

    /**
     * @param shown the plan as people were shown it
     * @throws Failure when the file cannot be written
     */
    static void write(Path file, SavedPlan plan, RestorePlan shown) {
        ObjectNode document = Json.object()
                .put("tidemarkPlan", FORMAT)
                .put("commit", plan.commit())
                .put("cluster", plan.cluster())
                .put("hash", plan.hash());
        document.set("scope", ScopeDocument.of(plan.scope()));
        ArrayNode steps = document.putArray("steps");
        for (ObjectNode step : RestoreDocument.steps(shown)) {
            ResourceId id = ScopeDocument.id(step.path("id"));
            steps.add(step.put("digest", String.valueOf(plan.steps().get(id))));
        }
        try {
            Path folder = file.toAbsolutePath().getParent();
            Path whole = Files.createTempFile(folder, ".plan", ".json"); // its owner's alone
            try {
                Files.writeString(whole, document.toPrettyString() + "\n");
                Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(whole);
            }
        } catch (IOException e) {
            throw Failure.failed(
                    "plan-file", "write the plan to " + file, String.valueOf(e), "check the path and the permissions");
        }
    }

    /** @throws Failure usage, when the file cannot be read, or is no plan of this version */
    static SavedPlan read(Path file) {
        try {
            JsonNode document = JSON.readTree(Files.readAllBytes(file));
            if (document.path("tidemarkPlan").asInt() != FORMAT) {
                throw bad(file, "it is no plan that this version knows");
            }
            Map<ResourceId, String> steps = new HashMap<>();
            document.path("steps")
                    .forEach(step -> steps.put(
                            ScopeDocument.id(step.path("id")),
                            step.path("digest").asText()));
            return new SavedPlan(
                    document.path("commit").asText(),
                    document.path("cluster").asText(),
                    document.path("hash").asText(),
                    ScopeDocument.scope(document.path("scope")),
                    steps);
        } catch (IOException | IllegalArgumentException e) {
            throw bad(file, Files.exists(file) ? "it cannot be understood" : "there is no such file");
        }
    }

    private static Failure bad(Path file, String why) {
        return Failure.usage("plan-file", "read the plan " + file, why, "make one with restore --plan-out FILE");
    }
}
