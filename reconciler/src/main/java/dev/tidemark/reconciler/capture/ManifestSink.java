package dev.tidemark.reconciler.capture;

import dev.tidemark.snapshots.model.BlobId;
import dev.tidemark.snapshots.model.Manifest;
import java.util.Optional;

/** Receives the manifests of an export that differ from the base, from several threads at once. */
public interface ManifestSink {

    /**
     * @param path of the object, whether it is sealed or not
     * @param manifest the object; of one with secrets, its sealed document
     * @param yaml its bytes
     * @param before the blob that the base has at this path
     */
    void changed(String path, Manifest manifest, byte[] yaml, Optional<BlobId> before);

    /** The export begins anew: what came before is void. */
    void restart();
}
