/** What must not be read by everybody although it stands in no Secret. Pure. */
@NullMarked
package dev.tidemark.policies.secrecy;

import org.jspecify.annotations.NullMarked;
