/** A claim is deleted whose volume was kept. */
@NullMarked
package dev.tidemark.reconciler.scenario.lostclaim;

import org.jspecify.annotations.NullMarked;
