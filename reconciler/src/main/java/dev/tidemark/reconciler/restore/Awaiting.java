package dev.tidemark.reconciler.restore;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for a condition of the cluster; for a time only where it shows none. */
final class Awaiting {

    private static final Duration FIRST = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final Duration patience;

    /** {@code patience} = after which to give up. */
    Awaiting(Duration patience) {
        this.patience = patience;
    }

    /** Whether {@code condition} became true in time. */
    boolean until(BooleanSupplier condition) {
        long end = System.nanoTime() + patience.toNanos();
        Duration pause = FIRST;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            if (!pause(pause)) {
                return false;
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : pause.multipliedBy(2);
        }
        return true;
    }

    /** Lets {@code time} pass, where no condition shows that something has happened. False when interrupted. */
    static boolean pause(Duration time) {
        try {
            Thread.sleep(time);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
