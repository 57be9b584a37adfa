package dev.tidemark.reconciler.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.snapshots.model.Failure;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({"30s, PT30S", "10m, PT10M", "2h, PT2H", "0s, PT0S", "999999h, PT999999H"})
    void a_duration_is_a_number_and_a_unit(String text, Duration expected) {
        assertThat(Durations.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "m", "-1m", "1.5h", "10 m", "10min", "1d", "10000000s", "١m"})
    void anything_else_is_none(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.outcome()).isEqualTo(Failure.Outcome.USAGE));
    }
}
