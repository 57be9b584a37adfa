package dev.tidemark.reconciler.restore;

import dev.tidemark.reconciler.cluster.ClusterReader;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.model.TypeTable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which namespaces are on their way out. Whatever is still in one goes with it, and counts as gone already; nothing can
 * be made in it until it is gone itself.
 */
final class DyingNamespaces {

    private final ClusterReader reader;
    private final ResourceType namespaces;
    private final Map<String, Boolean> known = new ConcurrentHashMap<>();

    DyingNamespaces(ClusterReader reader, TypeTable types) {
        this.reader = reader;
        this.namespaces = types.ofKind("", "Namespace").orElseThrow();
    }

    /** Asked once for each namespace. */
    boolean contains(String namespace) {
        return !namespace.isEmpty() && known.computeIfAbsent(namespace, this::dying);
    }

    void awaitGone(String namespace, Awaiting awaiting) {
        if (!namespace.isEmpty()) {
            awaiting.until(() -> !dying(namespace));
        }
    }

    private boolean dying(String namespace) {
        return reader.get(namespaces, "", namespace)
                .filter(live -> live.path("metadata").has("deletionTimestamp"))
                .isPresent();
    }
}
