package dev.tidemark.reconciler.cli;

import picocli.CommandLine.Command;

/** {@code tidemark keys}. */
@Command(
        name = "keys",
        description = "The keys of a snapshot repository: where they are, who keeps copies, and whether those open it.",
        synopsisSubcommandLabel = "VERB")
final class KeysCommand extends VerbGroup {

    KeysCommand(GlobalOptions global, Workbench workbench, Terminal terminal, Answers answers) {
        super(global, workbench, terminal, answers);
    }
}
