/** Git's hooks for a snapshot repository: putting them in place, and seeing whether they are. */
@NullMarked
package dev.tidemark.reconciler.hooks;

import org.jspecify.annotations.NullMarked;
