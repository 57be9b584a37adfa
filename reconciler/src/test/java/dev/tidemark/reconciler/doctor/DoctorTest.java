package dev.tidemark.reconciler.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorTest {

    private record Looking(String subject, Supplier<List<Finding>> sight) implements Check {

        @Override
        public List<Finding> look() {
            return sight.get();
        }
    }

    private static Check failing(RuntimeException problem) {
        return new Looking("the roof", () -> {
            throw problem;
        });
    }

    @Test
    void what_cannot_be_looked_at_is_a_finding_that_says_what_was_tried_and_the_rest_is_looked_at() {
        Finding fine = Finding.ok("fine", "the door", "is shut");
        List<Finding> findings = new Doctor(List.of(
                        failing(Failure.refused("locked", "open the hatch", "it is locked", "find the key")),
                        failing(new IllegalStateException("a defect")),
                        new Looking("the door", () -> List.of(fine))))
                .look();
        assertThat(findings)
                .containsExactly(
                        Finding.fail("locked", "the roof", "could not open the hatch: it is locked", "find the key"),
                        Finding.fail(
                                "internal",
                                "the roof",
                                "could not be looked at: java.lang.IllegalStateException: a defect",
                                "this is a defect of Tidemark: please report it"),
                        fine);
    }

    @ParameterizedTest
    @CsvSource({"5000,OK", "500,WARN", "50,FAIL"})
    void a_full_disk_is_told_before_it_is_full(long mebibytes, Finding.Level level) {
        assertThat(new DiskCheck(Path.of("repo"), path -> mebibytes << 20).look())
                .extracting(Finding::level)
                .containsExactly(level);
    }
}
