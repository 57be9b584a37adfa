package dev.tidemark.reconciler.cli;

import dev.tidemark.reconciler.verify.Verifier;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.history.History;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidemark verify [REV]}. */
@Command(
        name = "verify",
        description =
                "Checks a snapshot without a cluster: signatures of its history, each file, coverage, and the seals that can be opened.",
        footer = {
            "",
            "The history is verified down to its first commit, and from then on what is new in it. Damage is located to",
            "the commit and the file; what can still be read is checked, and can be restored. Seals are opened where the",
            "private key is: --keys, or the key home.",
            "Exit: 0 all holds, warnings aside; 3 what is named does not hold, the rest was checked; 5 nothing could be."
        })
final class VerifyCommand extends Verb {

    @Parameters(
            paramLabel = "REV",
            arity = "0..1",
            description = "A commit, tag, branch, time, or latest. Default: the newest commit of the component.")
    @Nullable
    String revision;

    @Option(
            names = "--all",
            description =
                    "Every commit that leads to REV, and the restore points; each file in the commit that brought it.")
    boolean all;

    @Option(
            names = "--recent",
            paramLabel = "DURATION",
            description = "Fail when the last complete snapshot is older, e.g. 2h.")
    @Nullable
    String recent;

    @Option(
            names = "--signatures",
            paramLabel = "require|warn|off",
            defaultValue = "require",
            description =
                    "What a history is that trusted keys have not signed whole: a failure, a warning, or not looked at. Default: ${DEFAULT-VALUE}.")
    Signatures signatures = Signatures.require;

    VerifyCommand(GlobalOptions global, Workbench workbench, Terminal terminal, Answers answers) {
        super(global, workbench, terminal, answers);
    }

    @Override
    public Integer call() {
        Optional<Duration> age = Optional.ofNullable(recent).map(Durations::parse);
        try (Session session = workbench.open(global)) {
            History history = session.history();
            Commit commit =
                    revision == null ? history.tip().orElseThrow(() -> nothing(history)) : history.resolve(revision);
            List<Finding> findings = session.verifier()
                    .verify(history, new Verifier.Request(commit, all, signatures.level(), age), Instant.now());
            if (text()) {
                FindingsAnswer.print(FindingsAnswer.shown(findings, global.chatty()), terminal);
            } else {
                answers.print(FindingsAnswer.json(findings), global.output());
            }
            return FindingsAnswer.exitCode(findings);
        }
    }

    private static Failure nothing(History history) {
        return Failure.usage(
                "unknown-revision",
                "verify live/" + history.component(),
                "there is nothing yet",
                "make a snapshot with tidemark snapshot");
    }
}
