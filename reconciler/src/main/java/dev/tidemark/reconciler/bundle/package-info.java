/** What a break-glass bundle holds of a snapshot: its state with Secrets opened, the keys, and how to use it. */
@NullMarked
package dev.tidemark.reconciler.bundle;

import org.jspecify.annotations.NullMarked;
