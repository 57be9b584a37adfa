package dev.tidemark.reconciler.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.mapping.NamespaceMap;
import dev.tidemark.policies.select.Selection;
import dev.tidemark.reconciler.restore.OwnedByOthers;
import dev.tidemark.reconciler.restore.PruneRequest;
import dev.tidemark.reconciler.restore.RestoreScope;
import dev.tidemark.reconciler.restore.SavedPlan;
import dev.tidemark.reconciler.restore.SecretsMode;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.plan.RestorePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        document.set("scope", scope(plan.scope()));
        ArrayNode steps = document.putArray("steps");
        for (ObjectNode step : RestoreDocument.steps(shown)) {
            ResourceId id = id(step.path("id"));
            steps.add(step.put("digest", String.valueOf(plan.steps().get(id))));
        }
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, document.toPrettyString() + "\n");
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
                    .forEach(step ->
                            steps.put(id(step.path("id")), step.path("digest").asText()));
            return new SavedPlan(
                    document.path("commit").asText(),
                    document.path("cluster").asText(),
                    document.path("hash").asText(),
                    scope(document.path("scope")),
                    steps);
        } catch (IOException | IllegalArgumentException e) {
            throw bad(file, Files.exists(file) ? "it cannot be understood" : "there is no such file");
        }
    }

    private static Failure bad(Path file, String why) {
        return Failure.usage("plan-file", "read the plan " + file, why, "make one with restore --plan-out FILE");
    }

    private static ObjectNode scope(RestoreScope scope) {
        Selection selection = scope.selection();
        ObjectNode node = Json.object();
        list(node, "objects", selection.objects());
        list(node, "selectedNamespaces", selection.namespaces());
        list(node, "kinds", selection.kinds());
        node.put("labels", selection.labels()).put("clusterScoped", selection.clusterScoped());
        list(node, "excludes", selection.excludes());
        ObjectNode names = node.putObject("mappedNamespaces");
        scope.namespaces().names().forEach(names::put);
        node.put("secrets", scope.secrets().name());
        list(node, "allowRecreate", scope.allowRecreate());
        node.put("withDependencies", scope.withDependencies());
        node.put("ownedByOthers", scope.ownedByOthers().name());
        scope.prune().ifPresent(prune -> {
            ObjectNode pruned = node.putObject("prune").put("maxDeletes", prune.maxDeletes());
            list(pruned, "allowKinds", prune.allowKinds());
        });
        return node;
    }

    private static RestoreScope scope(JsonNode node) {
        Map<String, String> names = new HashMap<>();
        node.path("mappedNamespaces")
                .properties()
                .forEach(name -> names.put(name.getKey(), name.getValue().asText()));
        JsonNode prune = node.path("prune");
        return new RestoreScope(
                new Selection(
                        texts(node.path("objects")),
                        texts(node.path("selectedNamespaces")),
                        texts(node.path("kinds")),
                        node.path("labels").asText(),
                        node.path("clusterScoped").asBoolean(),
                        texts(node.path("excludes"))),
                new NamespaceMap(names),
                SecretsMode.valueOf(node.path("secrets").asText()),
                texts(node.path("allowRecreate")),
                node.path("withDependencies").asBoolean(),
                OwnedByOthers.valueOf(node.path("ownedByOthers").asText()),
                prune.isObject()
                        ? Optional.of(new PruneRequest(
                                texts(prune.path("allowKinds")),
                                prune.path("maxDeletes").asInt()))
                        : Optional.empty());
    }

    private static ResourceId id(JsonNode id) {
        return new ResourceId(
                id.path("group").asText(),
                id.path("kind").asText(),
                id.path("resource").asText(),
                id.path("namespace").asText(""),
                id.path("name").asText());
    }

    private static void list(ObjectNode node, String field, List<String> values) {
        ArrayNode list = node.putArray(field);
        values.forEach(list::add);
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }
}
