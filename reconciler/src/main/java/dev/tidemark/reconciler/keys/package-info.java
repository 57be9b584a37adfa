/** The keys of a snapshot repository: where they lie, never inside the repository. */
@NullMarked
package dev.tidemark.reconciler.keys;

import org.jspecify.annotations.NullMarked;
