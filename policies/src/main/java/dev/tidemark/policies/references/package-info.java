/** Which objects an object names and cannot do without. Pure. */
@NullMarked
package dev.tidemark.policies.references;

import org.jspecify.annotations.NullMarked;
