/** Git to cluster: plans, proves, applies in waves and verifies. Only {@link RestoreApplier} writes to a cluster. */
@NullMarked
package dev.tidemark.reconciler.restore;

import org.jspecify.annotations.NullMarked;
