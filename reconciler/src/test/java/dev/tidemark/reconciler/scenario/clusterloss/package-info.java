/** A whole cluster is lost, with the keys in it. */
@NullMarked
package dev.tidemark.reconciler.scenario.clusterloss;

import org.jspecify.annotations.NullMarked;
