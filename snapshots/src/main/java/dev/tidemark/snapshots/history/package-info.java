/** Snapshots as they rest in a repository: which one a revision means, and what one holds. */
@NullMarked
package dev.tidemark.snapshots.history;

import org.jspecify.annotations.NullMarked;
