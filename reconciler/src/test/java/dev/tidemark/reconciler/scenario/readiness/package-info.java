/** What was restored is waited for until it works, or is named. */
@NullMarked
package dev.tidemark.reconciler.scenario.readiness;

import org.jspecify.annotations.NullMarked;
