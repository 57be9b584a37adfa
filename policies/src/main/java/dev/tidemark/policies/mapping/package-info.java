/** Objects of one namespace as they stand in another one. Pure. */
@NullMarked
package dev.tidemark.policies.mapping;

import org.jspecify.annotations.NullMarked;
