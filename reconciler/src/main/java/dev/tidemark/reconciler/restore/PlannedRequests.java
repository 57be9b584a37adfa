package dev.tidemark.reconciler.restore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.admission.AdmissionRequest;
import dev.tidemark.reconciler.cluster.ClusterReader;
import dev.tidemark.snapshots.model.Manifest;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.TypeTable;
import dev.tidemark.snapshots.plan.Step;
import dev.tidemark.snapshots.plan.Waves;
import dev.tidemark.snapshots.seal.SealedManifests;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What webhooks will be asked about when a plan is carried out. */
final class PlannedRequests {

    private static final String NAME_LABEL = "kubernetes.io/metadata.name";
    private static final String CREATE = "CREATE";

    private final PlannedRestore planned;
    private final ClusterReader reader;
    private final TypeTable types;
    private final Map<String, ObjectNode> namespaces = new HashMap<>();

    PlannedRequests(PlannedRestore planned, ClusterReader reader, TypeTable types) {
        this.planned = planned;
        this.reader = reader;
        this.types = types;
    }

    /** Those of carrying the plan out. Webhooks are not asked about what arms them. */
    Stream<AdmissionRequest> toCome() {
        return steps().filter(step -> step.action().writes()).flatMap(this::of);
    }

    /** Those and the ones that it would take to make the rest of the scope again. */
    Stream<AdmissionRequest> ofAll() {
        return steps().flatMap(this::of);
    }

    private Stream<Step> steps() {
        return planned.plan().steps().stream().filter(step -> Waves.of(step.id()) != Waves.ADMISSION);
    }

    private Stream<AdmissionRequest> of(Step step) {
        ResourceId id = step.id();
        return switch (step.action()) {
            case CREATE, UNCHANGED -> made(CREATE, id);
            case APPLY, REPLACE -> made("UPDATE", id);
            case RECREATE -> Stream.concat(Stream.of(deletion(id)), made(CREATE, id));
            case DELETE -> Stream.of(deletion(id));
            case SKIP, BLOCKED, UNRESTORABLE -> Stream.empty();
        };
    }

    /** A workload is worth nothing when its controller may not make its Pods. */
    private Stream<AdmissionRequest> made(String operation, ResourceId id) {
        Optional<Manifest> stated = planned.targets().stated(id);
        AdmissionRequest itself = request(operation, id, stated.map(SealedManifests::labels));
        return Waves.of(id) != Waves.WORKLOADS
                ? Stream.of(itself)
                : Stream.of(
                        itself,
                        pods(id, stated.map(m -> labels(m.tree().path("spec").path("template")))));
    }

    private AdmissionRequest deletion(ResourceId id) {
        return request("DELETE", id, Optional.empty());
    }

    private AdmissionRequest request(String operation, ResourceId id, Optional<JsonNode> labels) {
        boolean namespace = id.group().isEmpty() && id.kind().equals("Namespace");
        String within = namespace ? id.name() : id.namespace();
        return new AdmissionRequest(
                operation,
                id.group(),
                id.resource(),
                within.isEmpty() ? Optional.empty() : Optional.of(labels(within)),
                labels);
    }

    private AdmissionRequest pods(ResourceId workload, Optional<JsonNode> labels) {
        return new AdmissionRequest(CREATE, "", "pods", Optional.of(labels(workload.namespace())), labels);
    }

    private static JsonNode labels(JsonNode object) {
        return object.path("metadata").path("labels");
    }

    /** As they will be; asked once for each namespace. */
    private JsonNode labels(String namespace) {
        return namespaces.computeIfAbsent(namespace, name -> {
            ResourceId id = new ResourceId("", "Namespace", "namespaces", "", name);
            Optional<JsonNode> tree = planned.targets()
                    .stated(id)
                    .<JsonNode>map(Manifest::tree)
                    .or(() -> types.ofKind("", "Namespace").flatMap(type -> reader.get(type, "", name)));
            ObjectNode labels = tree.map(PlannedRequests::labels).orElseGet(JsonNodeFactory.instance::missingNode)
                            instanceof ObjectNode found
                    ? found.deepCopy()
                    : JsonNodeFactory.instance.objectNode();
            return labels.put(NAME_LABEL, name);
        });
    }
}
