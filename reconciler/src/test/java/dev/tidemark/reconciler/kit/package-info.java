/** A real control plane for tests, and the programs that work with it. Start at {@link ControlPlane}. */
@NullMarked
package dev.tidemark.reconciler.kit;

import org.jspecify.annotations.NullMarked;
