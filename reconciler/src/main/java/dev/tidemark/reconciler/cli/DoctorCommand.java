package dev.tidemark.reconciler.cli;

import dev.tidemark.snapshots.model.Finding;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code tidemark doctor}. */
@Command(
        name = "doctor",
        description = "Looks at all that a snapshot or a restore rests on, and says what to do. Changes nothing.",
        footer = {
            "",
            "The cluster and what the account may read and write there, its clock; the repository, its signatures since",
            "they were last verified, its age; certificate, keys and escrow, who may read them; remotes, hooks, restores",
            "that were killed, what they left disarmed; git, Java, the disk. Without a cluster, what is local.",
            "verify and keys check look through the whole history; this does not.",
            "Exit: 0 nothing fails, warnings aside; 3 something does, and is named."
        })
final class DoctorCommand extends Verb {

    DoctorCommand(GlobalOptions global, Workbench workbench, Terminal terminal, Answers answers) {
        super(global, workbench, terminal, answers);
    }

    @Override
    public Integer call() {
        try (Session session = workbench.open(global)) {
            List<Finding> findings = session.doctor().look();
            if (text()) {
                FindingsAnswer.printRows(FindingsAnswer.shown(findings, global.chatty()), terminal);
            } else {
                answers.print(FindingsAnswer.json(findings), global.output());
            }
            return FindingsAnswer.exitCode(findings);
        }
    }
}
