/** A restore is taken back. */
@NullMarked
package dev.tidemark.reconciler.scenario.undo;

import org.jspecify.annotations.NullMarked;
