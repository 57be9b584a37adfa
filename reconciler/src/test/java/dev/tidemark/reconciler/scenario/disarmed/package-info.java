/** Webhooks and admission policies that the snapshot does not have and that refuse what it has. */
@NullMarked
package dev.tidemark.reconciler.scenario.disarmed;

import org.jspecify.annotations.NullMarked;
