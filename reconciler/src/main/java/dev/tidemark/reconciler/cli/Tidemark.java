package dev.tidemark.reconciler.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root command: it does nothing itself. */
@Command(
        name = "tidemark",
        description =
                "Keeps the declared state of a Kubernetes cluster as Git history, and brings any point of it back.",
        synopsisSubcommandLabel = "VERB",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "A revision (REV) is anything Git resolves (HEAD, HEAD~2, a hash, tag, branch), a time (2026-11-01T10:00Z,",
            "\"2 hours ago\", yesterday) = the last complete snapshot at or before it, or latest.",
            "Every option has a variable TIDEMARK_<OPTION>, but those that raise a guard.",
            "Exit: 0 done, 1 differences found, 2 wrong usage, 3 partial, 4 refused, 5 failed."
        })
final class Tidemark implements Callable<Integer> {

    @Mixin
    final GlobalOptions global;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    CommandSpec spec;

    Tidemark(GlobalOptions global) {
        this.global = global;
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "a verb is missing");
    }
}
