/** The life of a repository's keys. */
@NullMarked
package dev.tidemark.reconciler.scenario.keys;

import org.jspecify.annotations.NullMarked;
