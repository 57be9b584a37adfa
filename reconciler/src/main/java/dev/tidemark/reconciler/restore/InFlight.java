package dev.tidemark.reconciler.restore;

/**
 * How many writes the server takes well at once, found out as TCP does: one more after each round of clean answers, half
 * as many when it is strained. It says so by refusing, or by taking twice as long as it did. Pure, and not thread-safe.
 */
final class InFlight {

    private static final int FIRST = 8;
    /** How fast a good time is forgotten: other objects, or a cluster that has grown, may just take longer. */
    private static final double FORGOTTEN = 1.1;

    private final int ceiling;
    private int size;
    private int round;
    private long roundNanos;
    private double bestNanos = Double.MAX_VALUE;
    private boolean strained;

    /** {@code ceiling} = never more than these; from 1 on. */
    InFlight(int ceiling) {
        this.ceiling = ceiling;
        this.size = Math.min(FIRST, ceiling);
    }

    int size() {
        return size;
    }

    /**
     * A write has been answered.
     *
     * @param refused the server had no room for it
     */
    void answered(boolean refused, long nanos) {
        if (refused && !strained) {
            strained = true;
            size = Math.max(1, size / 2);
        }
        round++;
        roundNanos += nanos;
        if (round >= size) {
            endRound((double) roundNanos / round);
        }
    }

    /** Within a round there is one change at most: its answers are to writes of before. */
    private void endRound(double meanNanos) {
        if (!strained && meanNanos > 2 * bestNanos) {
            size = Math.max(Math.min(FIRST, ceiling), size / 2);
        } else if (!strained) {
            size = Math.min(ceiling, size + 1);
        }
        bestNanos = Math.min(meanNanos, bestNanos * FORGOTTEN);
        strained = false;
        round = 0;
        roundNanos = 0;
    }
}
