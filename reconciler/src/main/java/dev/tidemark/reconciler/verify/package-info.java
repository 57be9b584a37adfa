/** Whether a repository holds what it should: signatures, files, seals, age. Needs no cluster and no network. */
@NullMarked
package dev.tidemark.reconciler.verify;

import org.jspecify.annotations.NullMarked;
