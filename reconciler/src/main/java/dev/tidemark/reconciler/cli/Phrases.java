package dev.tidemark.reconciler.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.snapshots.model.ResourceId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** How numbers, times and values read on a terminal. */
final class Phrases {

    private static final int LONGEST_VALUE = 48;
    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());

    private Phrases() {}

    /** {@code 8,412}. */
    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 1 object}, {@code 3 objects}. */
    static String count(long count, String singular) {
        return number(count) + " " + singular + (count == 1 ? "" : "s");
    }

    /** {@code 3.1 s}. */
    static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }

    /** {@code 2026-11-22 13:05}, in the zone of this machine. */
    static String time(Instant time) {
        return MINUTES.format(time);
    }

    /** {@code 14 minutes ago}. */
    static String ago(Instant time) {
        Duration age = Duration.between(time, Instant.now());
        if (age.toMinutes() < 1) {
            return "just now";
        }
        if (age.toHours() < 1) {
            return count(age.toMinutes(), "minute") + " ago";
        }
        return age.toDays() < 2 ? count(age.toHours(), "hour") + " ago" : count(age.toDays(), "day") + " ago";
    }

    /** {@code deployment/web}; the group only where the kind alone would not do. */
    static String object(ResourceId id) {
        return id.kind().toLowerCase(Locale.ROOT) + "/" + id.name();
    }

    /** One short line for a value, {@code -} for none. */
    static String value(Optional<JsonNode> value) {
        return value.map(Phrases::value).orElse("-");
    }

    private static String value(JsonNode value) {
        String text = value.isContainerNode() ? value.toString() : value.asText();
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        String shown = line.length() <= LONGEST_VALUE ? line : line.substring(0, LONGEST_VALUE - 1) + "…";
        return shown.isEmpty() ? "\"\"" : shown;
    }
}
