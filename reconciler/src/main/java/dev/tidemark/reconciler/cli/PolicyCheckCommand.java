package dev.tidemark.reconciler.cli;

import dev.tidemark.policies.policy.PolicyProblem;
import dev.tidemark.snapshots.model.Finding;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tidemark policy check FILE}. */
@Command(
        name = "check",
        description = "Everything that is wrong with a policy, each with its line. Needs no repository and no cluster.",
        footer = {"", "Exit: 0 nothing is wrong, 3 something is."})
final class PolicyCheckCommand extends Verb {

    @Parameters(paramLabel = "FILE", description = "The policy.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    Path file;

    PolicyCheckCommand(GlobalOptions global, Workbench workbench, Terminal terminal, Answers answers) {
        super(global, workbench, terminal, answers);
    }

    @Override
    public Integer call() {
        List<PolicyProblem> problems = workbench.checkPolicy(file);
        List<Finding> findings = problems.isEmpty()
                ? List.of(Finding.ok("policy", file.toString(), "nothing is wrong with it"))
                : problems.stream().map(this::finding).toList();
        if (text()) {
            FindingsAnswer.print(FindingsAnswer.shown(findings, global.chatty()), terminal);
        } else {
            answers.print(FindingsAnswer.json(findings), global.output());
        }
        return FindingsAnswer.exitCode(findings);
    }

    private Finding finding(PolicyProblem problem) {
        return Finding.fail(problem.code(), file + ":" + problem.line(), problem.message(), "");
    }
}
