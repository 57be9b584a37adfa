package dev.tidemark.reconciler.cli;

import picocli.CommandLine.Command;

/** {@code tidemark policy}. */
@Command(
        name = "policy",
        description = "What is backed up: whether a policy is right, and what it comes to.",
        synopsisSubcommandLabel = "VERB")
final class PolicyCommand extends VerbGroup {

    PolicyCommand(GlobalOptions global, Workbench workbench, Terminal terminal, Answers answers) {
        super(global, workbench, terminal, answers);
    }
}
