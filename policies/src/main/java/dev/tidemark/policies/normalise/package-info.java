/** What of a live object is declared state. Pure: no I/O but the rule files at start-up, no clock or randomness. */
@NullMarked
package dev.tidemark.policies.normalise;

import org.jspecify.annotations.NullMarked;
