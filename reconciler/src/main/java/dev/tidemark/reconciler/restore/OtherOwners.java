package dev.tidemark.reconciler.restore;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.policies.guard.OtherTool;
import dev.tidemark.reconciler.cluster.ClusterReader;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.TypeTable;
import dev.tidemark.snapshots.plan.Action;
import dev.tidemark.snapshots.plan.Step;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Finds which objects of a plan other tools manage: by what the live object says, and where there is none, the snapshot. */
final class OtherOwners {

    private final ClusterReader reader;
    private final TypeTable types;

    /** {@code types} = those that the cluster serves. */
    OtherOwners(ClusterReader reader, TypeTable types) {
        this.reader = reader;
        this.types = types;
    }

    /** Of the objects that would be written. */
    Map<ResourceId, OtherTool> of(PlannedRestore planned) {
        Map<ResourceId, OtherTool> tools = new HashMap<>();
        for (Step step : planned.plan().steps()) {
            if (step.action().writes()) {
                metadata(step, planned)
                        .flatMap(metadata -> OtherTool.of(step.id(), metadata))
                        .ifPresent(tool -> tools.put(step.id(), tool));
            }
        }
        return tools;
    }

    private Optional<JsonNode> metadata(Step step, PlannedRestore planned) {
        ResourceId id = step.id();
        Optional<JsonNode> wanted =
                Optional.ofNullable(planned.targets().get(id)).map(tree -> tree.path("metadata"));
        return step.action() == Action.CREATE
                ? wanted
                : types.ofKind(id.group(), id.kind())
                        .flatMap(type -> reader.metadata(type, id.namespace(), id.name()))
                        .or(() -> wanted);
    }
}
