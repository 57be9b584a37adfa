package dev.tidemark.snapshots.layout;

import static dev.tidemark.snapshots.git.GitPrograms.git;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrailersTest {

    private static final String MESSAGE = """
            shop: Deployment web image nginx:1.27 -> 1.28

            shop
              ~ deployment.apps/web  (kubectl-edit, 2026-11-22T13:04:11Z)
                  .spec.note  Tidemark-Status: Partial

            Tidemark-Cluster: 4c6f
            Tidemark-Status: Complete
            Tidemark-Policy: none
            Tidemark-Seq: 4
            """;

    @Test
    void git_reads_the_same_trailers(@TempDir Path folder) throws IOException, InterruptedException {
        Path file = folder.resolve("message");
        Files.writeString(file, MESSAGE);
        assertThat(git(folder, "interpret-trailers", "--parse", file.toString()))
                .isEqualTo("Tidemark-Cluster: 4c6f\nTidemark-Status: Complete\nTidemark-Policy: none\nTidemark-Seq: 4");
        Trailers trailers = Trailers.of(MESSAGE);
        assertThat(trailers.get(Trailers.CLUSTER)).contains("4c6f");
        assertThat(trailers.get(Trailers.STATUS)).contains("Complete");
        assertThat(trailers.get(Trailers.SEQUENCE)).contains("4");
        assertThat(trailers.complete()).isTrue();
    }

    @Test
    void the_first_of_two_equal_trailers_counts() {
        assertThat(Trailers.of("s\n\nTidemark-Status: Partial\nTidemark-Status: Complete\n")
                        .complete())
                .isFalse();
    }

    @Test
    void a_run_record_is_no_snapshot() {
        assertThat(Trailers.of("Run of default\n\nTidemark-Snapshot: 3f9c\nTidemark-Status: Complete\n")
                        .snapshot())
                .isFalse();
    }

    @Test
    void a_partial_snapshot_is_a_snapshot_and_not_complete() {
        Trailers partial = Trailers.of("s\n\nTidemark-Status: Partial\n");
        assertThat(partial.snapshot()).isTrue();
        assertThat(partial.complete()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Tidemark-Status: Complete",
                "subject\nTidemark-Status: Complete",
                "subject\n\nbody\n\nTidemark-Status Complete",
                "subject\n\nSee also this: Tidemark-Status: Complete"
            })
    void what_is_no_paragraph_of_trailers_at_the_end_says_nothing(String message) {
        assertThat(Trailers.of(message).snapshot()).isFalse();
    }
}
