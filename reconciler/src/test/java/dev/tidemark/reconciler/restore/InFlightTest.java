package dev.tidemark.reconciler.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class InFlightTest {

    private static final long QUICK = 1_000_000;

    private final InFlight inFlight = new InFlight(64);

    /** A round of answers, as many as are allowed at once. */
    private void round(InFlight of, long nanos) {
        int answers = of.size();
        for (int i = 0; i < answers; i++) {
            of.answered(false, nanos);
        }
    }

    private void rounds(int count, long nanos) {
        for (int i = 0; i < count; i++) {
            round(inFlight, nanos);
        }
    }

    @Test
    void each_clean_round_allows_one_more_up_to_the_ceiling() {
        assertThat(inFlight.size()).isEqualTo(8);
        rounds(1, QUICK);
        assertThat(inFlight.size()).isEqualTo(9);
        rounds(100, QUICK);
        assertThat(inFlight.size()).isEqualTo(64);
    }

    @Test
    void a_refusal_halves_at_once_but_only_once_in_a_round() {
        rounds(12, QUICK);
        assertThat(inFlight.size()).isEqualTo(20);
        inFlight.answered(true, QUICK);
        inFlight.answered(true, QUICK);
        inFlight.answered(true, QUICK);
        assertThat(inFlight.size()).isEqualTo(10);
    }

    @Test
    void a_server_that_goes_on_refusing_is_left_with_one_at_a_time() {
        for (int i = 0; i < 100; i++) {
            inFlight.answered(true, QUICK);
        }
        assertThat(inFlight.size()).isEqualTo(1);
        rounds(3, QUICK);
        assertThat(inFlight.size()).as("and gets more when it is well again").isGreaterThan(1);
    }

    @Test
    void answers_that_take_twice_as_long_halve_but_not_below_the_first_number() {
        rounds(12, QUICK);
        rounds(1, 3 * QUICK);
        assertThat(inFlight.size()).isEqualTo(10);
        rounds(1, 9 * QUICK);
        assertThat(inFlight.size()).isEqualTo(8);
    }

    @Test
    void what_has_become_slower_for_good_is_got_used_to() {
        rounds(4, QUICK);
        rounds(40, 3 * QUICK);
        assertThat(inFlight.size()).isGreaterThan(12);
    }

    @Test
    void a_ceiling_below_the_first_number_holds_from_the_beginning() {
        InFlight two = new InFlight(2);
        assertThat(two.size()).isEqualTo(2);
        round(two, QUICK);
        round(two, 9 * QUICK);
        assertThat(two.size()).isEqualTo(2);
    }

    @Property(tries = 200)
    void whatever_the_answers_there_is_always_room_for_one_and_never_for_more_than_the_ceiling(
            @ForAll @IntRange(min = 1, max = 80) int ceiling,
            @ForAll @Size(max = 300) List<@LongRange(min = 0, max = 100) Long> answers) {
        InFlight any = new InFlight(ceiling);
        for (long answer : answers) {
            any.answered(answer % 3 == 0, answer * QUICK);
            assertThat(any.size()).isBetween(1, ceiling);
        }
    }
}
