/** Whole stories against a real control plane, one package each, and here what they share. */
@NullMarked
package dev.tidemark.reconciler.scenario;

import org.jspecify.annotations.NullMarked;
