/** What differs between two trees or two sets of manifests. Pure: no I/O, clock or randomness. */
@NullMarked
package dev.tidemark.snapshots.diff;

import org.jspecify.annotations.NullMarked;
