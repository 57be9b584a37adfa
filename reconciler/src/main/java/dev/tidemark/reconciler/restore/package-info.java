/**
 * Git to cluster: plans, proves, applies in waves and verifies. Only {@link RestoreApplier} and its {@link Pruner} write to
 * a cluster.
 */
@NullMarked
package dev.tidemark.reconciler.restore;

import org.jspecify.annotations.NullMarked;
