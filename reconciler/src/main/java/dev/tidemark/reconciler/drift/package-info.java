/** The live cluster compared with a snapshot, and snapshots with one another. */
@NullMarked
package dev.tidemark.reconciler.drift;

import org.jspecify.annotations.NullMarked;
