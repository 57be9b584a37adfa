/** What people have approved, what runs, and a pull request between the two. */
@NullMarked
package dev.tidemark.reconciler.scenario.drift;

import org.jspecify.annotations.NullMarked;
