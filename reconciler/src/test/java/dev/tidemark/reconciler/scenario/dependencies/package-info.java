/** One object is brought back, and what it needs is gone too. */
@NullMarked
package dev.tidemark.reconciler.scenario.dependencies;

import org.jspecify.annotations.NullMarked;
