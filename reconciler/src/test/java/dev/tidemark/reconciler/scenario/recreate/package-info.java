/** A field that cannot be changed differs, and the object is made anew where that is allowed. */
@NullMarked
package dev.tidemark.reconciler.scenario.recreate;

import org.jspecify.annotations.NullMarked;
