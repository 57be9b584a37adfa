/** What a restore must not do, whatever it was asked for. Pure. */
@NullMarked
package dev.tidemark.policies.guard;

import org.jspecify.annotations.NullMarked;
