/** Wrong words, wrong credentials, broken things. */
@NullMarked
package dev.tidemark.reconciler.scenario.badinput;

import org.jspecify.annotations.NullMarked;
