package dev.tidemark.policies.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pairs of files: a policy, and what is to be said of it, as {@code line code message}. */
class BrokenPoliciesTest {

    private static final Path FOLDER = Path.of("src/test/resources/broken-policies");

    static List<Path> policies() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("policies")
    void what_is_wrong_is_not_told_with_its_place(Path policy) throws IOException {
        String told = PolicyReader.check(Files.readAllBytes(policy), name -> null).stream()
                .map(problem -> problem.line() + " " + problem.code() + " " + problem.message() + "\n")
                .collect(Collectors.joining());
        String expected = policy.getFileName().toString().replace(".yaml", ".txt");
        assertThat(told).isEqualTo(Files.readString(FOLDER.resolve(expected)));
    }
}
