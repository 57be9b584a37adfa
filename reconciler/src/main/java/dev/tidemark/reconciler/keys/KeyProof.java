package dev.tidemark.reconciler.keys;

import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.history.Snapshot;
import dev.tidemark.snapshots.layout.SealedDocuments;
import dev.tidemark.snapshots.model.BlobId;
import dev.tidemark.snapshots.model.Manifest;
import dev.tidemark.snapshots.seal.Unsealer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * What came of opening a random sample of what a snapshot has sealed.
 *
 * @param commit the snapshot's
 * @param opened how many opened
 * @param closed those that did not, each with the reason
 */
public record KeyProof(Commit commit, int opened, List<String> closed) {

    private static final int AT_LEAST = 25;
    private static final double SHARE = 0.01;

    public KeyProof {
        closed = List.copyOf(closed);
    }

    /** Opens 1 % of what is sealed for our keys, and at least 25, or all where there are fewer. */
    public static KeyProof of(Snapshot snapshot, Unsealer unsealer) {
        List<Map.Entry<String, BlobId>> files = new ArrayList<>();
        snapshot.files().forEach((path, blob) -> {
            if (KeyUse.mayBeSealed(path)) {
                files.add(Map.entry(path, blob));
            }
        });
        Collections.shuffle(files);
        long wanted = Math.max(AT_LEAST, Math.round(files.size() * SHARE));
        int opened = 0;
        List<String> closed = new ArrayList<>();
        for (Map.Entry<String, BlobId> file : files.stream().limit(wanted).toList()) {
            Manifest manifest = snapshot.manifest(file.getKey(), file.getValue());
            if (SealedDocuments.isSealed(manifest.tree()) && !SealedDocuments.isSops(manifest.tree())) {
                switch (unsealer.open(manifest.tree())) {
                    case Unsealer.Unsealed.Opened whole -> opened++;
                    case Unsealer.Unsealed.Unopenable not -> closed.add(manifest.id() + ": " + not.reason());
                }
            }
        }
        return new KeyProof(snapshot.commit(), opened, closed);
    }

    /** Whether all of the sample opened. */
    public boolean holds() {
        return closed.isEmpty();
    }
}
