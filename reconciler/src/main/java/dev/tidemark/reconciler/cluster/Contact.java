package dev.tidemark.reconciler.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Whether the server still answers. Ten thousand requests that each wait for one that has gone would take hours; so after
 * {@link #PATIENCE} without any answer only one now and then is sent, to find out whether it is back.
 */
final class Contact {

    static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration BETWEEN_TRIALS = Duration.ofSeconds(5);

    private final LongSupplier nanos;
    private boolean silent;
    private long since;
    private long tried;

    /** {@code nanos} = a clock as {@link System#nanoTime()}. */
    Contact(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** The server has answered, whatever it said. */
    synchronized void heard() {
        silent = false;
    }

    /** A request has had no answer. */
    synchronized void unanswered() {
        if (!silent) {
            silent = true;
            since = nanos.getAsLong();
            tried = since;
        }
    }

    /** How long no request has had an answer; empty while that is worth another try. */
    synchronized Optional<Duration> lost() {
        Duration silence = silent ? Duration.ofNanos(nanos.getAsLong() - since) : Duration.ZERO;
        return silence.compareTo(PATIENCE) > 0 ? Optional.of(silence) : Optional.empty();
    }

    /** As {@link #lost}, but empty for one request now and then, which may find the server again. */
    synchronized Optional<Duration> lostToMost() {
        Optional<Duration> lost = lost();
        long now = nanos.getAsLong();
        if (lost.isPresent() && now - tried > BETWEEN_TRIALS.toNanos()) {
            tried = now;
            return Optional.empty();
        }
        return lost;
    }
}
