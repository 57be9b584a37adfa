/** A repository on a disk that has gone bad. */
@NullMarked
package dev.tidemark.reconciler.scenario.damage;

import org.jspecify.annotations.NullMarked;
