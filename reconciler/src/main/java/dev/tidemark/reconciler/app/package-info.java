/** Puts the parts together. The only place where implementations are made. */
@NullMarked
package dev.tidemark.reconciler.app;

import org.jspecify.annotations.NullMarked;
