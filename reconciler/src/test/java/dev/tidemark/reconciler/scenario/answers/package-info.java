/** What the verbs answer to people and to programs. */
@NullMarked
package dev.tidemark.reconciler.scenario.answers;

import org.jspecify.annotations.NullMarked;
