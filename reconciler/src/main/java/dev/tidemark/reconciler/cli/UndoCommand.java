package dev.tidemark.reconciler.cli;

import dev.tidemark.policies.mapping.NamespaceMap;
import dev.tidemark.reconciler.restore.RestoreJournal;
import dev.tidemark.reconciler.restore.RestoreScope;
import dev.tidemark.reconciler.restore.UndoRequest;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.history.History;
import dev.tidemark.snapshots.model.Failure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tidemark undo [ID]}. */
@Command(
        name = "undo",
        description = "Takes a restore back: brings back the state that it found, through the same engine.",
        footer = {
            "",
            "What the restore made is deleted, but for volumes, claims and definitions; what somebody has changed since",
            "is left alone and named. An undo can be undone.",
            "Exit: 0 done; 1 with --dry-run, there is something to do; 3 something could not be undone; 4 refused."
        })
final class UndoCommand extends RestoringVerb {

    @Parameters(
            paramLabel = "ID",
            arity = "0..1",
            description = "Which restore, e.g. r-20261122-132201-042. Default: the last.")
    @Nullable
    String id;

    UndoCommand(GlobalOptions global, Workbench workbench, Terminal terminal, Answers answers) {
        super(global, workbench, terminal, answers);
    }

    @Override
    public Integer call() {
        checkOptions("undo " + (id == null ? "the last restore" : id));
        try (Session session = workbench.openWithCluster(global)) {
            RestoreJournal.Entry entry =
                    session.journal().find(Optional.ofNullable(id)).orElseThrow(this::nothingToUndo);
            History history = session.history(entry.component());
            Commit point = entry.restorePoint()
                    .map(history::resolve)
                    .orElseThrow(() -> Failure.refused(
                            "no-restore-point",
                            "undo " + entry.id(),
                            "the state before it was not kept",
                            "restore another snapshot; tidemark log lists them"));
            UndoRequest undo = new UndoRequest(
                    entry.id(), entry.outcomes(), history.open(history.resolve(entry.commit())), entry.namespaces());
            return bringBack(
                    session,
                    new Target(
                            history,
                            history.open(point),
                            new RestoreScope(
                                    entry.selection(),
                                    NamespaceMap.none(),
                                    secrets,
                                    allowRecreate,
                                    false,
                                    ownedByOthers,
                                    Optional.empty()),
                            "undo " + entry.id() + ", " + entry.selection().describe() + " back to "
                                    + Phrases.time(point.time()),
                            true,
                            Optional.of(undo),
                            Optional.empty(),
                            Optional.empty()));
        }
    }

    private Failure nothingToUndo() {
        return Failure.usage(
                "unknown-restore",
                "undo " + (id == null ? "the last restore" : id),
                id == null ? "no restore has changed anything yet" : "there is no restore of this id",
                "git log refs/tidemark/restores lists the restores");
    }
}
