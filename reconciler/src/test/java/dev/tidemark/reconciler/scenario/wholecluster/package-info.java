/** Everything of a cluster in one history, and what happens to it while not everything can be seen. */
@NullMarked
package dev.tidemark.reconciler.scenario.wholecluster;

import org.jspecify.annotations.NullMarked;
