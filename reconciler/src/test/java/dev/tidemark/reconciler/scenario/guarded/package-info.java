/** A history that is pushed to a server whose hooks guard it. */
@NullMarked
package dev.tidemark.reconciler.scenario.guarded;

import org.jspecify.annotations.NullMarked;
