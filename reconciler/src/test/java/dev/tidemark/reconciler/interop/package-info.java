/** What other programs make of what Tidemark writes, and Tidemark of what they write. */
@NullMarked
package dev.tidemark.reconciler.interop;

import org.jspecify.annotations.NullMarked;
