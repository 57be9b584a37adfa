package dev.tidemark.reconciler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.OptionSpec;

class EnvironmentDefaultsTest {

    private static String defaultValue(String... names) {
        return new EnvironmentDefaults(variable -> "<" + variable + ">")
                .defaultValue(OptionSpec.builder(names).build());
    }

    @ParameterizedTest
    @CsvSource({
        "--repo, TIDEMARK_REPO",
        "--output, TIDEMARK_OUTPUT",
        "--kubeconfig, TIDEMARK_KUBECONFIG",
        "--keys, TIDEMARK_KEYS",
        "--trust, TIDEMARK_TRUST",
        "--cluster-scoped, TIDEMARK_CLUSTER_SCOPED",
        "--dry-run, TIDEMARK_DRY_RUN",
    })
    void an_option_has_a_variable(String option, String variable) {
        assertThat(defaultValue(option)).isEqualTo("<" + variable + ">");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--yes",
                "--prune",
                "--max-deletes",
                "--allow-kind",
                "--allow-recreate",
                "--allow-unsigned",
                "--other-cluster",
                "--adopt-cluster",
                "--no-restore-point",
                "--unseal"
            })
    void an_option_that_raises_a_guard_has_none(String option) {
        assertThat(defaultValue(option)).isNull();
    }
}
