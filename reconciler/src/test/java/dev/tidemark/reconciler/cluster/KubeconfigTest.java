package dev.tidemark.reconciler.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.snapshots.model.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeconfigTest {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("kubeconfig");
        Files.writeString(file, """
                apiVersion: v1
                kind: Config
                current-context: shop-prod
                clusters:
                - name: prod
                  cluster: {server: "https://prod.example.com:6443"}
                - name: test
                  cluster: {server: "https://test.example.com:6443"}
                contexts:
                - name: shop-prod
                  context: {cluster: prod, user: me}
                - name: shop-test
                  context: {cluster: test, user: me}
                users:
                - name: me
                  user: {token: secret-token-value}
                """);
    }

    private void refused(Optional<String> context, String reason, String... words) {
        assertThatThrownBy(() -> Kubeconfig.load(Optional.of(file), context))
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.outcome()).isEqualTo(Failure.Outcome.USAGE);
                    assertThat(failure.reason()).isEqualTo(reason);
                    assertThat(failure.why()).contains(words).doesNotContain("secret-token-value");
                });
    }

    @Test
    void the_context_decides_which_cluster_is_meant() {
        assertThat(Kubeconfig.load(Optional.of(file), Optional.empty()).getMasterUrl())
                .startsWith("https://prod.example.com:6443");
        assertThat(Kubeconfig.load(Optional.of(file), Optional.of("shop-test")).getMasterUrl())
                .startsWith("https://test.example.com:6443");
    }

    @Test
    void retries_are_left_to_us() {
        assertThat(Kubeconfig.load(Optional.of(file), Optional.empty()).getRequestRetryBackoffLimit())
                .isZero();
    }

    @Test
    void an_unknown_context_is_refused_and_the_known_ones_are_named() {
        refused(Optional.of("shop-pord"), "unknown-context", "shop-pord", "shop-prod, shop-test");
    }

    @Test
    void a_file_that_is_not_there_or_makes_no_sense_is_refused() throws IOException {
        Files.writeString(file, "clusters: [\n");
        refused(Optional.empty(), "bad-kubeconfig", "cannot be understood");
        Files.delete(file);
        refused(Optional.empty(), "no-kubeconfig", file.toString());
    }

    @Test
    void a_file_without_a_current_context_names_no_cluster() throws IOException {
        Files.writeString(file, "apiVersion: v1\nkind: Config\n");
        refused(Optional.empty(), "no-cluster", "no kubeconfig names a cluster");
    }
}
