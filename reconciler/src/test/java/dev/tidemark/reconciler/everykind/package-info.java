/** An application with something of every kind that a plain cluster serves, and what people do to it. */
@NullMarked
package dev.tidemark.reconciler.everykind;

import org.jspecify.annotations.NullMarked;
