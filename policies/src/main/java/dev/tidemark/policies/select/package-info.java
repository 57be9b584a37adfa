/** Which objects a verb or a policy means: the words of a selection, and the filter they become. */
@NullMarked
package dev.tidemark.policies.select;

import org.jspecify.annotations.NullMarked;
