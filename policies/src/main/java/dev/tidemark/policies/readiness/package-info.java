/** How ready a live object is: pure functions of what the cluster says of it. */
@NullMarked
package dev.tidemark.policies.readiness;

import org.jspecify.annotations.NullMarked;
