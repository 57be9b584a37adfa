/** A snapshot speaks in API versions that the cluster no longer, or not yet, serves. */
@NullMarked
package dev.tidemark.reconciler.scenario.apiversions;

import org.jspecify.annotations.NullMarked;
