/** Whatever bytes an opener is given, it gives out what is authentic or refuses, and costs no more than they allow. */
@NullMarked
package dev.tidemark.snapshots.fuzz;

import org.jspecify.annotations.NullMarked;
