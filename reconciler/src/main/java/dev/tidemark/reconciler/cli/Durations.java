package dev.tidemark.reconciler.cli;

import dev.tidemark.snapshots.model.Failure;
import java.time.Duration;

/** Durations as kubectl writes them: {@code 30s}, {@code 10m}, {@code 2h}. */
final class Durations {

    private Durations() {}

    /** @throws Failure usage, when it is none */
    static Duration parse(String text) {
        if (text.matches("[0-9]{1,6}[smh]")) {
            long count = Long.parseLong(text.substring(0, text.length() - 1));
            return switch (text.charAt(text.length() - 1)) {
                case 's' -> Duration.ofSeconds(count);
                case 'm' -> Duration.ofMinutes(count);
                default -> Duration.ofHours(count);
            };
        }
        throw Failure.usage("bad-duration", "read the duration " + text, "it is none", "write it as 30s, 10m or 2h");
    }
}
