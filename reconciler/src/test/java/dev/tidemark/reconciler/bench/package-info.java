/** Data for benchmarks; `make bench` runs them. */
@NullMarked
package dev.tidemark.reconciler.bench;

import org.jspecify.annotations.NullMarked;
