package dev.tidemark.reconciler.scenario;

import dev.tidemark.reconciler.kit.Namespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Policies with one component, {@code apps}, so that a scenario keeps to its namespaces. */
public final class Policies {

    private Policies() {}

    /** A file with the policy that selects these namespaces whole. */
    public static Path of(Namespace... namespaces) {
        return with("", namespaces);
    }

    /** The same with further fields of {@code spec}, indented as they stand there. */
    public static Path with(String more, Namespace... namespaces) {
        List<String> names = Stream.of(namespaces).map(Namespace::name).toList();
        try {
            Path file = Files.createTempFile("policy-", ".yaml");
            Files.writeString(file, """
                    apiVersion: tidemark.dev/v1
                    kind: BackupPolicy
                    metadata:
                      name: scenario
                    spec:
                      components:
                      - name: apps
                        select:
                          namespaces: [%s]
                    """.formatted(names.stream().collect(Collectors.joining(", "))) + more);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
