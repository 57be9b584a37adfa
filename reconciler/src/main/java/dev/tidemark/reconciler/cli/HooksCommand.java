package dev.tidemark.reconciler.cli;

import dev.tidemark.reconciler.hooks.Hooks;
import dev.tidemark.reconciler.hooks.Side;
import dev.tidemark.snapshots.model.Finding;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidemark hooks install|check}. */
@Command(
        name = "hooks",
        description = "Git hooks that refuse what would spoil a snapshot repository.",
        footer = {
            "",
            "Where people commit: pre-commit refuses Secrets in plain text and files that are no manifests or stand",
            "elsewhere, commit-msg asks for trailers on machine branches, post-checkout says what a checkout is for.",
            "Where they push to (--server, any Git server that runs hooks; no Java is needed there): pre-receive refuses",
            "the same, unsigned commits on machine branches, and rewritten history. --trust FILE names the public keys of",
            "those whose signatures count; without it, that of the key home counts. Git before 2.34 sees only that a",
            "commit is signed. A hook of somebody else's is never overwritten.",
            "Exit: 0 in place; 3 something is missing; 4 another hook is in the way."
        })
final class HooksCommand extends Verb {

    /** What to do; the names are what the verb takes. */
    enum Action {
        install,
        check
    }

    @Parameters(paramLabel = "install|check", description = "Put them in place, or see whether they are.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    Action action;

    @Option(names = "--server", description = "The hooks of a repository that is pushed to. Default: where it is bare.")
    boolean server;

    @Option(
            names = "--no-signatures",
            description = "With --server: take unsigned commits on machine branches, for a history of init --no-sign.")
    boolean noSignatures;

    HooksCommand(GlobalOptions global, Workbench workbench, Terminal terminal, Answers answers) {
        super(global, workbench, terminal, answers);
    }

    @Override
    public Integer call() {
        try (Hooks hooks = workbench.hooks(global)) {
            Side side = server ? Side.SERVER : hooks.side();
            if (action == Action.install) {
                hooks.install(side, !noSignatures);
            }
            List<Finding> findings = hooks.check(side);
            if (text()) {
                FindingsAnswer.print(findings, terminal);
            } else {
                answers.print(FindingsAnswer.json(findings), global.output());
            }
            return FindingsAnswer.exitCode(findings);
        }
    }
}
