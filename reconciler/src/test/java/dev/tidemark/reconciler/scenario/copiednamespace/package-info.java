/** A namespace is brought back beside the one that it was. */
@NullMarked
package dev.tidemark.reconciler.scenario.copiednamespace;

import org.jspecify.annotations.NullMarked;
