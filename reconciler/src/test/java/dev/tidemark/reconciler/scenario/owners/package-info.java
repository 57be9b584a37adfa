/** Objects that belong to others, and what they belong to. */
@NullMarked
package dev.tidemark.reconciler.scenario.owners;

import org.jspecify.annotations.NullMarked;
