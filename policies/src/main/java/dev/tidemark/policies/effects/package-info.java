/** What else a change of an object means: from whom it takes fields, and what becomes of running Pods. Pure. */
@NullMarked
package dev.tidemark.policies.effects;

import org.jspecify.annotations.NullMarked;
