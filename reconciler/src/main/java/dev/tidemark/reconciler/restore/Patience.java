package dev.tidemark.reconciler.restore;

import java.time.Duration;

/**
 * How long a restore waits, and for what.
 *
 * @param timeout the longest wait of each wave, and for each object that is on its way out
 * @param forHealth whether to wait until what was written is ready, or only for what later waves cannot do without
 */
public record Patience(Duration timeout, boolean forHealth) {}
