/** The API server takes some objects of a restore no longer. */
@NullMarked
package dev.tidemark.reconciler.scenario.refused;

import org.jspecify.annotations.NullMarked;
