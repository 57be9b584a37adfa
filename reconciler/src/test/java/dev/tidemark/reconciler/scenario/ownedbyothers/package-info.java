/** A deployment that Flux manages has been changed by hand, and an engineer restores its namespace. */
@NullMarked
package dev.tidemark.reconciler.scenario.ownedbyothers;

import org.jspecify.annotations.NullMarked;
