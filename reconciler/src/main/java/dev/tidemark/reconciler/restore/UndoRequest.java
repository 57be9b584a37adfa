package dev.tidemark.reconciler.restore;

import dev.tidemark.policies.mapping.NamespaceMap;
import dev.tidemark.snapshots.history.Snapshot;
import java.util.List;

/**
 * A restore that is to be taken back.
 *
 * @param restore its id
 * @param outcomes what it did
 * @param restored the snapshot that it brought back
 * @param namespaces into which namespaces
 */
public record UndoRequest(String restore, List<Outcome> outcomes, Snapshot restored, NamespaceMap namespaces) {

    public UndoRequest {
        outcomes = List.copyOf(outcomes);
    }
}
