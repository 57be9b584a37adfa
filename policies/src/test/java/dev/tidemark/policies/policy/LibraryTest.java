package dev.tidemark.policies.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LibraryTest {

    private static final Path LIBRARY = Path.of("library");
    private static final String RECIPIENT = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";

    @ParameterizedTest
    @MethodSource("policies")
    void a_policy_of_the_library_is_refused_or_does_not_explain_itself(Path file) throws IOException {
        BackupPolicy policy = read(file);

        assertThat(file).hasFileName(policy.name() + ".yaml");
        assertThat(Files.readAllLines(file).getFirst()).startsWith("# ");
    }

    @Test
    void the_two_components_do_not_divide_platform_and_applications() throws IOException {
        BackupPolicy policy = read(LIBRARY.resolve("namespaces.yaml"));

        assertThat(policy.component("platform").select().clusterScoped()).isTrue();
        assertThat(policy.component("applications").select().describe()).isEqualTo("-n shop");
    }

    static List<Path> policies() throws IOException {
        try (Stream<Path> files = Files.list(LIBRARY)) {
            return files.sorted().toList();
        }
    }

    private static BackupPolicy read(Path file) throws IOException {
        return PolicyReader.read(
                Files.readAllBytes(file),
                file.toString(),
                Map.of("APPLICATIONS", "shop", "AGE_RECIPIENT", RECIPIENT)::get);
    }
}
