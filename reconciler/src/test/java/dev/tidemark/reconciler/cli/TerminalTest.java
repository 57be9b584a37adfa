package dev.tidemark.reconciler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {

    @ParameterizedTest
    @CsvSource({
        "'y\n', true",
        "'yes\n', true",
        "' YES \n', true",
        "'n\n', false",
        "'\n', false",
        "'', false",
        "'yessir\n', false",
        "'yo y\n', false"
    })
    void only_a_yes_is_a_yes(String typed, boolean yes) {
        Screen screen = new Screen("012", typed);
        assertThat(screen.terminal().confirms("Carry it out? [y/N]")).isEqualTo(yes);
        assertThat(screen.err()).isEqualTo("Carry it out? [y/N] ");
        assertThat(screen.out()).isEmpty();
    }

    @Test
    void colour_is_for_terminals_alone() {
        assertThat(new Screen("1", "").terminal().styled(Terminal.Style.BAD, "x"))
                .isEqualTo("\u001b[31mx\u001b[0m");
        assertThat(new Screen("02", "").terminal().styled(Terminal.Style.BAD, "x"))
                .isEqualTo("x");
    }

    @ParameterizedTest
    @CsvSource({"02, true", "012, true", "0, false", "12, false", "'', false"})
    void a_person_can_be_asked_where_input_and_error_are_terminals(String terminals, boolean interactive) {
        assertThat(new Screen(terminals, "").terminal().interactive()).isEqualTo(interactive);
    }
}
