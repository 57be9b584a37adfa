package dev.tidemark.reconciler.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A verb that does nothing itself, but has verbs of its own. */
abstract class VerbGroup extends Verb {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    CommandSpec spec;

    VerbGroup(GlobalOptions global, Workbench workbench, Terminal terminal, Answers answers) {
        super(global, workbench, terminal, answers);
    }

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "one of " + String.join(", ", spec.subcommands().keySet()) + " is missing");
    }
}
