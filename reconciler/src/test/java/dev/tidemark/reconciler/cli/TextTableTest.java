package dev.tidemark.reconciler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTableTest {

    private static String printed(TextTable table) {
        Screen screen = Screen.piped();
        table.print(screen.terminal().out());
        return screen.out();
    }

    @Test
    void columns_are_aligned_and_lines_end_without_blanks() {
        TextTable table = new TextTable();
        table.row("TYPE", "COUNT", "REASON");
        table.row("configmaps", "12", "");
        table.row("pods", "1,234", "left out by rule");
        assertThat(printed(table)).isEqualTo("""
                TYPE        COUNT  REASON
                configmaps  12
                pods        1,234  left out by rule
                """);
    }

    @Test
    void colours_take_no_room() {
        Screen screen = new Screen("1", "");
        TextTable table = new TextTable();
        table.row(screen.terminal().styled(Terminal.Style.GOOD, "ab"), "x");
        table.row("abcd", "y");
        assertThat(printed(table)).isEqualTo("\u001b[32mab\u001b[0m    x\nabcd  y\n");
    }

    @Test
    void rows_may_be_of_different_lengths_and_none_is_no_line() {
        TextTable table = new TextTable();
        assertThat(printed(table)).isEmpty();
        table.row("a", "b", "c");
        table.row("longer");
        assertThat(printed(table)).isEqualTo("a       b  c\nlonger\n");
    }
}
