/** In what order which objects are to be brought back. Pure: nothing has happened yet. */
@NullMarked
package dev.tidemark.snapshots.plan;

import org.jspecify.annotations.NullMarked;
