package dev.tidemark.snapshots.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RevisionTimeTest {

    private static final Clock UTC = Clock.fixed(Instant.parse("2026-11-22T12:30:00Z"), ZoneOffset.UTC);
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        "2026-11-01T10:00Z, 2026-11-01T10:00:00Z",
        "2026-11-01T10:00:07Z, 2026-11-01T10:00:07Z",
        "2026-11-01T10:00+02:00, 2026-11-01T08:00:00Z",
        "2026-11-01T10:00+0200, 2026-11-01T08:00:00Z",
        "2026-11-01T10:00-05:30, 2026-11-01T15:30:00Z",
        "2026-11-01T10:00, 2026-11-01T10:00:00Z",
        "2026-11-01 10:00, 2026-11-01T10:00:00Z",
        "now, 2026-11-22T12:30:00Z",
        "yesterday, 2026-11-21T12:30:00Z",
        "Yesterday, 2026-11-21T12:30:00Z",
        "90 seconds ago, 2026-11-22T12:28:30Z",
        "1 minute ago, 2026-11-22T12:29:00Z",
        "5 mins ago, 2026-11-22T12:25:00Z",
        "2 hours ago, 2026-11-22T10:30:00Z",
        "3 days ago, 2026-11-19T12:30:00Z",
        "2 weeks ago, 2026-11-08T12:30:00Z",
        "1 month ago, 2026-10-22T12:30:00Z",
        "1 year ago, 2025-11-22T12:30:00Z",
    })
    void a_time_is_read_as_people_write_it(String text, Instant expected) {
        assertThat(RevisionTime.last(text, UTC)).contains(expected);
        assertThat(RevisionTime.first(text, UTC)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tomorrowish",
                "2 fortnights ago",
                "two hours ago",
                "-2 hours ago",
                "1234567 days ago",
                "hours ago",
                "2026-02-30",
                "2026-13-01T10:00Z",
                "2026-11-01T25:00",
                "main",
                "HEAD~2"
            })
    void what_is_no_time_is_none(String text) {
        assertThat(RevisionTime.last(text, UTC)).isEmpty();
    }

    @Test
    void a_day_without_an_hour_is_all_of_it() {
        Clock berlin = UTC.withZone(BERLIN);
        assertThat(RevisionTime.first("2026-11-01", berlin)).contains(Instant.parse("2026-10-31T23:00:00Z"));
        assertThat(RevisionTime.last("2026-11-01", berlin)).contains(Instant.parse("2026-11-01T22:59:59Z"));
    }

    @Test
    void a_day_of_23_hours_ends_where_the_next_begins() {
        assertThat(RevisionTime.last("2026-03-29", UTC.withZone(BERLIN)))
                .contains(Instant.parse("2026-03-29T21:59:59Z"));
    }

    @Test
    void a_time_without_an_offset_is_in_the_zone_of_the_clock() {
        assertThat(RevisionTime.last("2026-07-01T10:00", UTC.withZone(BERLIN)))
                .contains(Instant.parse("2026-07-01T08:00:00Z"));
        assertThat(RevisionTime.last("2026-12-01T10:00", UTC.withZone(BERLIN)))
                .contains(Instant.parse("2026-12-01T09:00:00Z"));
    }

    /** Where the clocks went forward the hour does not exist, where they went back it came twice: the first is meant. */
    @Test
    void an_hour_that_the_clocks_skipped_or_repeated_still_means_one_instant() {
        assertThat(RevisionTime.last("2026-03-29T02:30", UTC.withZone(BERLIN)))
                .contains(Instant.parse("2026-03-29T01:30:00Z"));
        assertThat(RevisionTime.last("2026-10-25T02:30", UTC.withZone(BERLIN)))
                .contains(Instant.parse("2026-10-25T00:30:00Z"));
    }

    @Test
    void days_are_the_calendar_s_and_hours_are_hours() {
        Clock afterTheChange = Clock.fixed(Instant.parse("2026-03-29T10:00:00Z"), BERLIN);
        assertThat(RevisionTime.last("1 day ago", afterTheChange)).contains(Instant.parse("2026-03-28T11:00:00Z"));
        assertThat(RevisionTime.last("yesterday", afterTheChange)).contains(Instant.parse("2026-03-28T11:00:00Z"));
        assertThat(RevisionTime.last("24 hours ago", afterTheChange)).contains(Instant.parse("2026-03-28T10:00:00Z"));
    }
}
