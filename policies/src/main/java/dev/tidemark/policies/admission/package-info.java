/** Which requests admission webhooks are asked about, by what their configurations say. Pure. */
@NullMarked
package dev.tidemark.policies.admission;

import org.jspecify.annotations.NullMarked;
