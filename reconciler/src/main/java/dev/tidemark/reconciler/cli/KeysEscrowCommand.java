package dev.tidemark.reconciler.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.reconciler.keys.ControllerKeys;
import dev.tidemark.reconciler.keys.EscrowRecord;
import dev.tidemark.snapshots.age.Recipients;
import dev.tidemark.snapshots.model.Failure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tidemark keys escrow}. */
@Command(
        name = "escrow",
        description = "Writes all keys to an age file that offline identities open.",
        footer = {
            "",
            "It holds the repository's keys, and those of the cluster's sealed-secrets controllers, as a List:",
            "age -d -i IDENTITY FILE | kubectl apply -f -   before the controller starts in a new cluster.",
            "Recipients and folder are remembered: without options it is written for the same ones again. Keep the",
            "identities offline, and the files neither with them nor in the snapshot repository."
        })
final class KeysEscrowCommand extends Verb {

    @Option(
            names = "--recipient",
            paramLabel = "age1…",
            split = ",",
            description = "Who can open it: an X25519 recipient of age (repeatable; better two).")
    List<String> recipients = new ArrayList<>();

    @Option(names = "--to", paramLabel = "DIR", description = "The folder to write it to.")
    @Nullable
    Path to;

    KeysEscrowCommand(GlobalOptions global, Workbench workbench, Terminal terminal, Answers answers) {
        super(global, workbench, terminal, answers);
    }

    @Override
    public Integer call() {
        try (Session session = workbench.open(global)) {
            EscrowRecord known = session.keys().escrows();
            Recipients wanted = Recipients.of(recipients.isEmpty() ? known.recipients() : recipients);
            Path folder = Optional.ofNullable(to)
                    .or(() -> known.folder().map(Path::of))
                    .orElseThrow(() -> Failure.usage(
                            "no-folder", "write the escrow", "no folder was named yet", "name one with --to DIR"));
            refuseRepository(session, folder);
            print(session.escrowWriter().write(wanted, folder, controllerKeys(session)));
        }
        return ExitCode.DONE;
    }

    /** Who has the repository would have the keys too, one identity apart. */
    private static void refuseRepository(Session session, Path folder) {
        Path repository = session.repository().directory().toAbsolutePath().normalize();
        if (folder.toAbsolutePath().normalize().startsWith(repository)) {
            throw Failure.refused(
                    "escrow-in-repository",
                    "write the escrow to " + folder,
                    "it lies in the snapshot repository that the keys are for",
                    "name a folder elsewhere with --to");
        }
    }

    /** What is sealed for the controller cannot do without its keys; a repository with a pair of its own can. */
    private ControllerKeys controllerKeys(Session session) {
        KeysOfCluster keys = new KeysOfCluster(session, terminal);
        return keys.own()
                ? keys.asFarAsKnown("the keys of a sealed-secrets controller are not in it")
                : session.controllerKeys();
    }

    private void print(EscrowRecord.Escrow escrow) {
        if (!text()) {
            ObjectNode document = Json.object()
                    .put("file", escrow.file())
                    .put("time", escrow.time().toString());
            escrow.recipients().forEach(document.putArray("recipients")::add);
            escrow.keys().forEach(document.putArray("keys")::add);
            answers.print(document, global.output());
            return;
        }
        say("Escrowed " + Phrases.count(escrow.keys().size(), "key") + " to " + escrow.file());
        escrow.keys().forEach(key -> say("  " + key));
        say("Prove that it opens: tidemark keys check --identity FILE");
    }
}
