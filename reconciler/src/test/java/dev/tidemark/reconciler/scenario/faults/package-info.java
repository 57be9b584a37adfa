/** An API server that is ill: busy, slow, and losing connections. */
@NullMarked
package dev.tidemark.reconciler.scenario.faults;

import org.jspecify.annotations.NullMarked;
