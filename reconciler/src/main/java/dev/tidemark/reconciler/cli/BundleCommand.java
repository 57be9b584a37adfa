package dev.tidemark.reconciler.cli;

import picocli.CommandLine.Command;

/** {@code tidemark bundle}. */
@Command(
        name = "bundle",
        description = "The break-glass file: one state and the keys, for whoever has a passphrase, openssl and tar.",
        synopsisSubcommandLabel = "VERB")
final class BundleCommand extends VerbGroup {

    BundleCommand(GlobalOptions global, Workbench workbench, Terminal terminal, Answers answers) {
        super(global, workbench, terminal, answers);
    }
}
