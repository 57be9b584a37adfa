/** The words of a snapshot as records. Imports nothing of ours; Jackson's tree is the only third-party type. */
@NullMarked
package dev.tidemark.snapshots.model;

import org.jspecify.annotations.NullMarked;
