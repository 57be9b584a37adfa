/** Snapshots while linked objects are written all the time. */
@NullMarked
package dev.tidemark.reconciler.scenario.consistentcut;

import org.jspecify.annotations.NullMarked;
