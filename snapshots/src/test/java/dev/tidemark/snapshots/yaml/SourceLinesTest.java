package dev.tidemark.snapshots.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceLinesTest {

    private static final SourceLines LINES = SourceLines.of("""
            # a comment
            apiVersion: v1
            spec:
              components:
              - name: a
                select: {kinds: [x,
                  y]}
              - {name: b}
            """.getBytes(StandardCharsets.UTF_8));

    @ParameterizedTest
    @CsvSource({
        "apiVersion,2",
        "spec,3",
        "spec.components,4",
        "spec.components[0],5",
        "spec.components[0].name,5",
        "spec.components[0].select,6",
        "spec.components[0].select.kinds[1],7",
        "spec.components[1].name,8",
        "spec.components[1].missing,8",
        "spec.components[7],4",
        "metadata.name,2",
        "'',2"
    })
    void a_field_is_looked_for_in_another_line(String path, int line) {
        assertThat(LINES.line(path)).isEqualTo(line);
    }

    @Test
    void whatever_the_reader_reads_has_lines() {
        byte[] deep = ("a: " + "[".repeat(GeneralReader.DEEPEST - 1) + "]".repeat(GeneralReader.DEEPEST - 1)
                        + "\nb: 1\n")
                .getBytes(StandardCharsets.UTF_8);
        CanonicalYaml.read(deep);
        assertThat(SourceLines.of(deep).line("b")).isEqualTo(2);
    }

    @Test
    void a_long_document_has_lines_too() {
        byte[] document = ("a: " + "x".repeat(4 * 1024 * 1024) + "\nb: 1\n").getBytes(StandardCharsets.UTF_8);
        CanonicalYaml.read(document);
        assertThat(SourceLines.of(document).line("b")).isEqualTo(2);
    }
}
