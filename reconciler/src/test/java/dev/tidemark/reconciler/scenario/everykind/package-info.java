/** An application of every kind is lost whole, with its types and their webhooks, and brought back. */
@NullMarked
package dev.tidemark.reconciler.scenario.everykind;

import org.jspecify.annotations.NullMarked;
