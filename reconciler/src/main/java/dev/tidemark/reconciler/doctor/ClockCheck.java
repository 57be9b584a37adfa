package dev.tidemark.reconciler.doctor;

import dev.tidemark.reconciler.cluster.Cluster;
import dev.tidemark.snapshots.model.Finding;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether this machine and the API server agree what time it is: tokens, certificates and ages of snapshots rest on it. */
public final class ClockCheck implements Check {

    /** Far more than a second's rounding and a slow answer; far less than what breaks tokens. */
    private static final Duration APART = Duration.ofSeconds(30);

    private final Reach reach;
    private final Clock clock;

    public ClockCheck(Reach reach, Clock clock) {
        this.reach = reach;
        this.clock = clock;
    }

    @Override
    public String subject() {
        return "clock";
    }

    @Override
    public List<Finding> look() {
        return reach.cluster().flatMap(this::compared).stream().toList();
    }

    private Optional<Finding> compared(Cluster cluster) {
        Instant before = clock.instant();
        Optional<Instant> there = cluster.time();
        Instant here = before.plus(Duration.between(before, clock.instant()).dividedBy(2));
        return there.map(time -> judged(Duration.between(time, here)));
    }

    private Finding judged(Duration ahead) {
        if (ahead.abs().compareTo(APART) <= 0) {
            return Finding.ok("clock", subject(), "agrees with the API server's");
        }
        return Finding.warn(
                "clock-skew",
                subject(),
                ahead.abs().toSeconds() + " s " + (ahead.isNegative() ? "behind" : "ahead of") + " the API server's",
                "set the clock by NTP, here or there");
    }
}
