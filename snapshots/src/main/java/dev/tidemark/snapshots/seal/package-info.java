/** SealedSecrets: sealing, opening, keys and keyed fingerprints. The only user of BouncyCastle. */
@NullMarked
package dev.tidemark.snapshots.seal;

import org.jspecify.annotations.NullMarked;
