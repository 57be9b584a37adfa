/** By what an unchanged value is recognised without opening it, in whatever form it is sealed. */
@NullMarked
package dev.tidemark.snapshots.fingerprint;

import org.jspecify.annotations.NullMarked;
