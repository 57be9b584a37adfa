/** A namespace is deleted and brought back. */
@NullMarked
package dev.tidemark.reconciler.scenario.lostnamespace;

import org.jspecify.annotations.NullMarked;
