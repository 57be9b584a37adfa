/** The long campaigns of {@code make prove}: real programs under conditions that come by chance, again and again. */
@NullMarked
package dev.tidemark.reconciler.prove;

import org.jspecify.annotations.NullMarked;
