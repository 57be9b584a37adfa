/** What could keep a snapshot or a restore from working, looked at before it does. */
@NullMarked
package dev.tidemark.reconciler.doctor;

import org.jspecify.annotations.NullMarked;
