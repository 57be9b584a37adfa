/** Objects that cannot be written yet, since something that others bring back is missing. */
@NullMarked
package dev.tidemark.reconciler.scenario.parked;

import org.jspecify.annotations.NullMarked;
