package dev.tidemark.reconciler.restore;

import dev.tidemark.reconciler.cluster.ClusterReader;
import dev.tidemark.snapshots.history.Snapshot;
import dev.tidemark.snapshots.layout.SnapshotLayout;
import dev.tidemark.snapshots.model.Coverage;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.model.TypeTable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Says of objects that a snapshot lacks whether it proves that they did not exist. */
final class ProvenAbsence {

    private static final String DEFINITIONS = "customresourcedefinitions.apiextensions.k8s.io";

    private final Snapshot snapshot;
    private final Coverage coverage;
    private final ClusterReader reader;
    private final Optional<ResourceType> definitions;
    private final Map<String, Boolean> laterTypes = new HashMap<>();

    /** {@code types} = what the cluster serves now. */
    ProvenAbsence(Snapshot snapshot, ClusterReader reader, TypeTable types) {
        this.snapshot = snapshot;
        this.coverage = snapshot.coverage();
        this.reader = reader;
        this.definitions = types.find(DEFINITIONS);
    }

    /** Its type was listed completely, or did not exist. */
    boolean of(ResourceId id) {
        return coverage.proves(id) || laterTypes.computeIfAbsent(id.qualifiedType(), this::cameLater);
    }

    /** Whether a definition that the snapshot proves not to have existed makes the type. */
    private boolean cameLater(String type) {
        return definitions.isPresent()
                && cameLater(definitions.get(), definitions.get().id("", type));
    }

    private boolean cameLater(ResourceType definitionType, ResourceId definition) {
        return coverage.proves(definition)
                && snapshot.index().get(SnapshotLayout.path(definition)).isEmpty()
                && reader.get(definitionType, "", definition.name()).isPresent();
    }
}
