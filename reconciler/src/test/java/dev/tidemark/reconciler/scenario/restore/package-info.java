/** Objects brought back: one or all, here or in another cluster, trusted or not. */
@NullMarked
package dev.tidemark.reconciler.scenario.restore;

import org.jspecify.annotations.NullMarked;
