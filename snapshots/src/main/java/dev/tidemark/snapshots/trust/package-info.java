/** Whether a history is what its writers signed: every commit from a tip down to the pinned anchor. */
@NullMarked
package dev.tidemark.snapshots.trust;

import org.jspecify.annotations.NullMarked;
