package dev.tidemark.reconciler.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tidemark keys}: it does nothing itself. */
@Command(
        name = "keys",
        description = "The keys of a snapshot repository: where they are, who keeps copies, and whether those open it.",
        synopsisSubcommandLabel = "VERB")
final class KeysCommand extends Verb {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    CommandSpec spec;

    KeysCommand(GlobalOptions global, Workbench workbench, Terminal terminal, Answers answers) {
        super(global, workbench, terminal, answers);
    }

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "one of " + String.join(", ", spec.subcommands().keySet()) + " is missing");
    }
}
