package dev.tidemark.snapshots.history;

import java.time.Clock;
import java.time.DateTimeException;
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
 * hours ago"}, {@code yesterday}. Without an offset they are in the zone of the clock. A day alone is all of it, from its
 * first second to its last.
 */
final class RevisionTime {

    private static final int DATE = "2026-11-01".length();

    private RevisionTime() {}

    /** The first second that {@code text} means, or empty when it is no time. */
    static Optional<Instant> first(String text, Clock clock) {
        return isDay(text) ? day(text).map(day -> startOf(day, clock)) : moment(text.strip(), clock);
    }

    /** The last second that {@code text} means, or empty when it is no time. */
    static Optional<Instant> last(String text, Clock clock) {
        return isDay(text)
                ? day(text).map(day -> startOf(day.plusDays(1), clock).minusSeconds(1))
                : moment(text.strip(), clock);
    }

    private static boolean isDay(String text) {
        return text.strip().length() == DATE && text.strip().charAt(4) == '-';
    }

    private static Optional<LocalDate> day(String text) {
        try {
            return Optional.of(LocalDate.parse(text.strip()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Instant startOf(LocalDate day, Clock clock) {
        return day.atStartOfDay(clock.getZone()).toInstant();
    }

    private static Optional<Instant> moment(String text, Clock clock) {
        String words = text.toLowerCase(Locale.ROOT);
        return switch (words) {
            case "now" -> Optional.of(clock.instant());
            case "yesterday" -> ago("1 day ago", clock);
            default -> words.endsWith(" ago") ? ago(words, clock) : absolute(text.replace(' ', 'T'), clock);
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
            String time = text.replaceFirst("([+-]\\d\\d)(\\d\\d)$", "$1:$2");
            boolean offset = time.endsWith("Z") || time.matches(".*T.*[+-]\\d\\d:\\d\\d");
            return Optional.of(
                    offset
                            ? OffsetDateTime.parse(time).toInstant()
                            : LocalDateTime.parse(time).atZone(clock.getZone()).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
