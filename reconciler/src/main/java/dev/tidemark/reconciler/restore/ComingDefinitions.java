package dev.tidemark.reconciler.restore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.select.ObjectFilter;
import dev.tidemark.reconciler.cluster.Discovery;
import dev.tidemark.snapshots.history.Snapshot;
import dev.tidemark.snapshots.model.Manifest;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.seal.SealedManifests;
import java.util.Optional;

/** The definitions of custom resources that a restore brings back. */
final class ComingDefinitions {

    private final Snapshot snapshot;
    private final ObjectFilter filter;
    private final boolean withDependencies;

    /** {@code withDependencies} = whether a definition comes along with the objects that need it. */
    ComingDefinitions(Snapshot snapshot, ObjectFilter filter, boolean withDependencies) {
        this.snapshot = snapshot;
        this.filter = filter;
        this.withDependencies = withDependencies;
    }

    /** The type of {@code id} in {@code version}, where one of them serves that. */
    Optional<ResourceType> type(ResourceId id, String version) {
        return definition(id)
                .filter(d -> withDependencies || filter.test(d.id(), SealedManifests.labels(d)))
                .filter(d -> serves(d.tree().path("spec"), version))
                .flatMap(d -> snapshot.types().ofKind(id.group(), id.kind()))
                .map(type -> type.in(version));
    }

    /** Whether the snapshot has the definition, selected or not. */
    boolean known(ResourceId id) {
        return definition(id).isPresent();
    }

    /** Whether {@code now} shows all that {@code definition}, in its current version, says is served. */
    static boolean served(ObjectNode definition, Discovery now) {
        JsonNode spec = definition.path("spec");
        String name = definition.path("metadata").path("name").asText();
        return now.types()
                .find(name)
                .filter(type -> spec.path("versions")
                        .valueStream()
                        .filter(version -> version.path("served").asBoolean())
                        .allMatch(
                                version -> now.serves(type, version.path("name").asText())))
                .isPresent();
    }

    private Optional<Manifest> definition(ResourceId id) {
        return snapshot.manifest(
                "cluster/apiextensions.k8s.io/customresourcedefinitions/" + id.resource() + "." + id.group() + ".yaml");
    }

    private static boolean serves(JsonNode spec, String version) {
        for (JsonNode candidate : spec.path("versions")) {
            if (candidate.path("name").asText().equals(version)) {
                return candidate.path("served").asBoolean();
            }
        }
        return spec.path("version").asText().equals(version);
    }
}
