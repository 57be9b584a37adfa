package dev.tidemark.reconciler.keys;

import dev.tidemark.snapshots.history.Snapshot;
import dev.tidemark.snapshots.layout.SecretDocuments;
import dev.tidemark.snapshots.layout.SnapshotLayout;
import dev.tidemark.snapshots.model.BlobId;
import dev.tidemark.snapshots.model.Manifest;
import dev.tidemark.snapshots.seal.SealedManifests;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** How many sealed items need which key, as the fingerprints beside them say. */
public final class KeyUse {

    private static final String SECRETS = "/core/secrets/";

    private final Map<String, Integer> items = new TreeMap<>();

    /** The use of the keys in one snapshot. */
    public static KeyUse of(Snapshot snapshot) {
        KeyUse use = new KeyUse();
        forEachSealed(snapshot, (path, blob) -> use.add(snapshot.manifest(path, blob)));
        return use;
    }

    /** Visits what may be a sealed Secret, without reading it. */
    static void forEachSealed(Snapshot snapshot, BiConsumer<String, BlobId> visit) {
        snapshot.index().forEach((path, blob) -> {
            if (SnapshotLayout.isManifest(path) && path.contains(SECRETS)) {
                visit.accept(path, blob);
            }
        });
    }

    void add(Manifest manifest) {
        if (SecretDocuments.standsForSecret(manifest.tree())) {
            SealedManifests.certificates(manifest).forEach(name -> items.merge(name, 1, Integer::sum));
        }
    }

    /** Number of items by certificate ({@code SHA256:…}); under the empty name those of which nothing says it. */
    public Map<String, Integer> items() {
        return Map.copyOf(items);
    }

    public int itemsOf(String certificate) {
        return items.getOrDefault(certificate, 0);
    }

    /** How many items are sealed for another certificate. */
    public int itemsNotOf(Set<String> certificates) {
        return items.entrySet().stream()
                .filter(use -> !certificates.contains(use.getKey()))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }
}
