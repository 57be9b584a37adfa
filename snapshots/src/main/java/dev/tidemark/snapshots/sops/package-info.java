/** Secrets as the sops program, and Flux, read and write them, for recipients of age. */
@NullMarked
package dev.tidemark.snapshots.sops;

import org.jspecify.annotations.NullMarked;
