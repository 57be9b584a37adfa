/** A history that is kept in a second place, too. */
@NullMarked
package dev.tidemark.reconciler.scenario.remote;

import org.jspecify.annotations.NullMarked;
