/** What doctor says of a set-up that is as it should be, and of others. */
@NullMarked
package dev.tidemark.reconciler.scenario.doctor;

import org.jspecify.annotations.NullMarked;
