package dev.tidemark.reconciler.capture;

import dev.tidemark.policies.secrecy.SensitiveFields;
import dev.tidemark.snapshots.history.Snapshot;
import dev.tidemark.snapshots.model.BlobId;
import dev.tidemark.snapshots.model.Manifest;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import java.util.Optional;

/** Which objects, Secrets aside, an export seals whole. */
interface Wholeness {

    /**
     * @param path of the object
     * @param before the blob that the base has of it
     */
    boolean sealed(Manifest manifest, String path, Optional<BlobId> before);

    /** Those of the policy: what a snapshot holds. */
    static Wholeness of(SensitiveFields sensitive) {
        return (manifest, path, before) -> sensitive.in(manifest);
    }

    /**
     * For a comparison, where the policy may have been another one when {@code base} was made: what is sealed there, so that
     * both can be compared, and of the policy's what is not the same there in plain text.
     */
    static Wholeness beside(Snapshot base, SensitiveFields sensitive) {
        return (manifest, path, before) -> base.sealed(path)
                || (sensitive.in(manifest)
                        && !before.equals(Optional.of(BlobId.of(CanonicalYaml.write(manifest.tree())))));
    }
}
