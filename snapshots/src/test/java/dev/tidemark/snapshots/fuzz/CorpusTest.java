package dev.tidemark.snapshots.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a fuzzer begins with, and what one has found, keeps being opened or refused as promised. */
class CorpusTest {

    private static List<Path> corpus(Opener opener) throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(CorpusTest.class.getResource("/fuzz/" + opener.folder()))
                .toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    @ParameterizedTest
    @EnumSource(Opener.class)
    void every_input_of_the_corpus_keeps_the_promises(Opener opener) throws IOException, URISyntaxException {
        List<Path> corpus = corpus(opener);
        assertThat(corpus).isNotEmpty();
        for (Path file : corpus) {
            byte[] input = Files.readAllBytes(file);
            assertThatCode(() -> opener.feed(input)).as(file.toString()).doesNotThrowAnyException();
        }
    }
}
