/** What should not exist is deleted, and nothing else. */
@NullMarked
package dev.tidemark.reconciler.scenario.prune;

import org.jspecify.annotations.NullMarked;
