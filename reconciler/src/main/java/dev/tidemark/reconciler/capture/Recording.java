package dev.tidemark.reconciler.capture;

import dev.tidemark.snapshots.git.TreeTransaction;
import dev.tidemark.snapshots.layout.SealedDocuments;
import dev.tidemark.snapshots.model.BlobId;
import dev.tidemark.snapshots.model.Manifest;
import java.util.Optional;

/** Puts what an export changes into the next commit, and remembers it for the message; a dry run only remembers. */
final class Recording implements ManifestSink {

    private final Optional<TreeTransaction> transaction;
    private final Changes changes;

    Recording(Optional<TreeTransaction> transaction, Changes changes) {
        this.transaction = transaction;
        this.changes = changes;
    }

    @Override
    public void changed(String path, Manifest manifest, byte[] yaml, Optional<BlobId> before) {
        transaction.ifPresent(t -> t.put(SealedDocuments.file(path, manifest.tree()), yaml));
        changes.changed(path, manifest, before);
    }

    @Override
    public void restart() {
        transaction.ifPresent(TreeTransaction::reset);
        changes.clear();
    }
}
