/** The backup policy: a YAML document that names components and what each of them holds. */
@NullMarked
package dev.tidemark.policies.policy;

import org.jspecify.annotations.NullMarked;
