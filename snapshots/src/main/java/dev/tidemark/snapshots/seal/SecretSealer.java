package dev.tidemark.snapshots.seal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Seals Secrets in one of the forms that they are kept in. May be used by several threads at once. */
@FunctionalInterface
public interface SecretSealer {

    /**
     * Seals a Secret.
     *
     * @param secret a Secret with {@code data} as base64
     * @param previous the document of it in the snapshot before, in whatever form
     */
    Sealer.Sealed seal(ObjectNode secret, Optional<ObjectNode> previous);
}
