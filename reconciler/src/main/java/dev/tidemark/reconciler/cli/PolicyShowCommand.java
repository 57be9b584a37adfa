package dev.tidemark.reconciler.cli;

import dev.tidemark.policies.policy.BackupPolicy;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tidemark policy show [FILE]}. */
@Command(
        name = "show",
        description = "A policy as it is understood: with the environment put in, and all that it leaves out.")
final class PolicyShowCommand extends Verb {

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description = "The policy. Default: --policy, else the one in force in the repository.")
    @Nullable
    Path file;

    PolicyShowCommand(GlobalOptions global, Workbench workbench, Terminal terminal, Answers answers) {
        super(global, workbench, terminal, answers);
    }

    @Override
    public Integer call() {
        Optional<Path> named = Optional.ofNullable(file).or(global::policy);
        BackupPolicy policy = named.map(workbench::policy).orElseGet(this::inForce);
        OutputFormat format = text() ? OutputFormat.yaml : global.output();
        answers.print(PolicyDocument.of(policy), format);
        return ExitCode.DONE;
    }

    private BackupPolicy inForce() {
        try (Session session = workbench.open(global)) {
            return session.policy().orElseGet(BackupPolicy::everything);
        }
    }
}
