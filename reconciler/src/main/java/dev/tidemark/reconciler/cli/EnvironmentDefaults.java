package dev.tidemark.reconciler.cli;

import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Every option's default from {@code TIDEMARK_<OPTION>}, except those that raise a guard: a forgotten variable must
 * not be able to approve a restore.
 */
final class EnvironmentDefaults implements IDefaultValueProvider {

    private static final Set<String> NEVER = Set.of(
            "--yes",
            "--prune",
            "--max-deletes",
            "--allow-kind",
            "--allow-recreate",
            "--allow-unsigned",
            "--signatures",
            "--other-cluster",
            "--adopt-cluster",
            "--accept",
            "--no-restore-point",
            "--unseal",
            "--help",
            "--version");

    private final UnaryOperator<String> environment;

    EnvironmentDefaults(UnaryOperator<String> environment) {
        this.environment = environment;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec spec) {
        if (!(spec instanceof OptionSpec option) || NEVER.contains(option.longestName())) {
            return null;
        }
        String name = "TIDEMARK_"
                + option.longestName().replaceFirst("^-+", "").replace('-', '_').toUpperCase(Locale.ROOT);
        String value = environment.apply(name);
        return value.isEmpty() ? null : value;
    }
}
