/** An admission webhook is lost together with the very workload that answers it. */
@NullMarked
package dev.tidemark.reconciler.scenario.deadwebhook;

import org.jspecify.annotations.NullMarked;
