package dev.tidemark.reconciler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhrasesTest {

    @ParameterizedTest
    @CsvSource({"0, 0 objects", "1, 1 object", "2, 2 objects", "8412, '8,412 objects'"})
    void a_count_agrees_with_its_word(long count, String phrase) {
        assertThat(Phrases.count(count, "object")).isEqualTo(phrase);
    }

    @ParameterizedTest
    @CsvSource({
        "PT10S, just now",
        "PT1M5S, 1 minute ago",
        "PT14M, 14 minutes ago",
        "PT1H, 1 hour ago",
        "PT47H, 47 hours ago",
        "P3DT1H, 3 days ago"
    })
    void an_age_is_told_in_its_largest_sensible_unit(Duration age, String phrase) {
        assertThat(Phrases.ago(Instant.now().minus(age))).isEqualTo(phrase);
    }

    @Test
    void a_value_is_one_short_line_and_an_empty_one_can_be_seen() {
        assertThat(Phrases.value(Optional.empty())).isEqualTo("-");
        assertThat(Phrases.value(Optional.of(TextNode.valueOf("")))).isEqualTo("\"\"");
        assertThat(Phrases.value(Optional.of(TextNode.valueOf("a\n\tb\u001b[31m"))))
                .isEqualTo("a b [31m");
        assertThat(Phrases.value(Optional.of(TextNode.valueOf("x".repeat(200)))))
                .hasSize(48)
                .endsWith("…");
        assertThat(Phrases.value(
                        Optional.of(JsonNodeFactory.instance.objectNode().put("port", 80))))
                .isEqualTo("{\"port\":80}");
    }
}
