package dev.tidemark.reconciler.keys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.history.Snapshot;
import dev.tidemark.snapshots.layout.SealedDocuments;
import dev.tidemark.snapshots.layout.SnapshotLayout;
import dev.tidemark.snapshots.seal.SealedManifests;
import dev.tidemark.snapshots.sops.SopsOpener;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** How many sealed items of a snapshot need which key, as the fingerprints beside them say. */
public final class KeyUse {

    private static final String SECRETS = "/core/secrets/";

    private final Map<String, Integer> items = new TreeMap<>();
    private final Map<String, Integer> recipients = new TreeMap<>();

    private KeyUse() {}

    /** The use of the keys in one snapshot. */
    public static KeyUse of(Snapshot snapshot) {
        KeyUse use = new KeyUse();
        snapshot.files().forEach((path, blob) -> {
            if (mayBeSealed(path)) {
                use.add(snapshot.manifest(path, blob).tree());
            }
        });
        return use;
    }

    /** Whether something sealed may stand in {@code file}. */
    public static boolean mayBeSealed(String file) {
        return SnapshotLayout.isManifest(file) && (SnapshotLayout.isSealed(file) || file.contains(SECRETS));
    }

    private void add(ObjectNode document) {
        if (SealedDocuments.isSops(document)) {
            SopsOpener.recipients(document).forEach(name -> recipients.merge(name, 1, Integer::sum));
        } else if (SealedDocuments.isSealed(document)) {
            SealedManifests.certificates(document).forEach(name -> items.merge(name, 1, Integer::sum));
        }
    }

    /** Number of items by certificate ({@code SHA256:…}); under the empty name those of which nothing says it. */
    Map<String, Integer> items() {
        return Map.copyOf(items);
    }

    /** Number of SOPS files by recipient ({@code age1…}). */
    Map<String, Integer> recipients() {
        return Map.copyOf(recipients);
    }

    /** How many items are sealed for another certificate. */
    public int itemsNotOf(Set<String> certificates) {
        return items.entrySet().stream()
                .filter(use -> !certificates.contains(use.getKey()))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }
}
