/** A Secret's value, looked for in everything that is written or said. */
@NullMarked
package dev.tidemark.reconciler.scenario.canary;

import org.jspecify.annotations.NullMarked;
