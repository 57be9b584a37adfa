package dev.tidemark.snapshots.history;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * The times that a revision may be: {@code 2026-11-01}, {@code 2026-11-01T10:00}, with {@code Z} or an offset, {@code "2
 * hours ago"}, {@code yesterday}. Without an offset they are in the zone of the clock.
 */
final class RevisionTime {

    private RevisionTime() {}

    static Optional<Instant> parse(String text, Clock clock) {
        String trimmed = text.strip().toLowerCase(Locale.ROOT);
        return switch (trimmed) {
            case "now" -> Optional.of(clock.instant());
            case "yesterday" -> Optional.of(clock.instant().minus(Duration.ofDays(1)));
            default ->
                trimmed.endsWith(" ago")
                        ? ago(trimmed, clock)
                        : absolute(text.strip().replace(' ', 'T'), clock);
        };
    }

    private static Optional<Instant> ago(String text, Clock clock) {
        String[] words = text.split("\\s+", -1);
        if (words.length != 3 || words[0].length() > 6 || !words[0].chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        ZonedDateTime now = clock.instant().atZone(clock.getZone());
        int count = Integer.parseInt(words[0]);
        return unit(words[1]).map(unit -> now.minus(count, unit).toInstant());
    }

    private static Optional<ChronoUnit> unit(String word) {
        return Optional.ofNullable(
                switch (word.replaceFirst("s$", "")) {
                    case "second", "sec" -> ChronoUnit.SECONDS;
                    case "minute", "min" -> ChronoUnit.MINUTES;
                    case "hour" -> ChronoUnit.HOURS;
                    case "day" -> ChronoUnit.DAYS;
                    case "week" -> ChronoUnit.WEEKS;
                    case "month" -> ChronoUnit.MONTHS;
                    case "year" -> ChronoUnit.YEARS;
                    default -> null;
                });
    }

    private static Optional<Instant> absolute(String text, Clock clock) {
        try {
            if (text.length() == 10) {
                return Optional.of(LocalDate.parse(text)
                        .plusDays(1)
                        .atStartOfDay(clock.getZone())
                        .toInstant()
                        .minusSeconds(1));
            }
            boolean offset = text.endsWith("Z") || text.matches(".*T.*[+-]\\d\\d:?\\d\\d");
            return Optional.of(
                    offset
                            ? OffsetDateTime.parse(text).toInstant()
                            : LocalDateTime.parse(text).atZone(clock.getZone()).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
