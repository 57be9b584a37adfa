package dev.tidemark.reconciler.cli;

import dev.tidemark.policies.select.Selection;
import dev.tidemark.reconciler.capture.SnapshotReport;
import dev.tidemark.reconciler.capture.SnapshotRequest;
import dev.tidemark.reconciler.restore.RestoreReport;
import dev.tidemark.reconciler.restore.Restorer;
import dev.tidemark.reconciler.restore.SecretOpener;
import dev.tidemark.reconciler.restore.SecretsMode;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.history.History;
import dev.tidemark.snapshots.history.Snapshot;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.plan.RestorePlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidemark restore REV [OBJECT…]}. */
@Command(
        name = "restore",
        description =
                "Brings the cluster, or a part of it, back to a snapshot: plan, show, confirm, apply in waves, verify.",
        footer = {
            "",
            "Objects that the snapshot does not have are left alone. A restore point of the present comes first.",
            "Exit: 0 done; 1 with --dry-run, there is something to do; 3 something could not be restored;",
            "4 refused, the message names what would allow it."
        })
final class RestoreCommand extends Verb {

    private static final String RESTORE_POINTS = "refs/tidemark/restore-points/";
    private static final int HASH_SHOWN = 6;
    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    @Parameters(paramLabel = "REV", index = "0", description = "A commit, tag, branch, time, or latest.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    String revision;

    @Parameters(paramLabel = "TYPE/NAME", index = "1..*", arity = "0..*", description = "Only these objects.")
    List<String> objects = new ArrayList<>();

    @Mixin
    SelectionOptions options = new SelectionOptions();

    @Option(names = "--dry-run", description = "Show the plan, proven by server-side dry runs; write nothing.")
    boolean dryRun;

    @Option(names = "--yes", description = "Do not ask.")
    boolean yes;

    @Option(
            names = "--secrets",
            paramLabel = "plain|sealed|skip",
            defaultValue = "plain",
            description =
                    "Write Secrets (needs a private key), SealedSecrets for a controller, or leave them. Default: ${DEFAULT-VALUE}.")
    SecretsMode secrets = SecretsMode.plain;

    @Option(names = "--allow-unsigned", description = "Accept a commit that no trusted key has signed.")
    boolean allowUnsigned;

    @Option(names = "--other-cluster", description = "Accept a snapshot of another cluster.")
    boolean otherCluster;

    @Option(names = "--no-restore-point", description = "Go on although the present cannot be kept.")
    boolean noRestorePoint;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "10m",
            description =
                    "How long to wait for what is being deleted, and for types to be served. Default: ${DEFAULT-VALUE}.")
    String timeout = "10m";

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            defaultValue = "16",
            description = "Writes at once. Default: ${DEFAULT-VALUE}.")
    int concurrency = 16;

    private final RestoreText text;

    RestoreCommand(GlobalOptions global, Workbench workbench, Terminal terminal, Answers answers) {
        super(global, workbench, terminal, answers);
        this.text = new RestoreText(terminal);
    }

    @Override
    public Integer call() {
        Duration patience = Durations.parse(timeout);
        if (!dryRun && !yes && !terminal.interactive()) {
            throw Failure.refused(
                    "not-confirmed",
                    "restore " + revision,
                    "there is no terminal to ask on",
                    "confirm with --yes, or look first with --dry-run");
        }
        try (Session session = workbench.open(global)) {
            History history = session.history();
            Snapshot snapshot = history.open(history.resolve(revision));
            new TrustGuard(session).check(snapshot.commit(), allowUnsigned);
            session.restorer().refuseOtherCluster(snapshot, otherCluster);
            Selection selection = selection(session, history);
            Restorer.Prepared prepared = prepare(session, snapshot, selection);
            if (dryRun) {
                return dryRun(session, snapshot, prepared.plan());
            }
            return carryOut(session, history, snapshot, selection, prepared, patience);
        }
    }

    private Selection selection(Session session, History history) {
        Selection wanted = options.selection(objects);
        return wanted.isEverything() ? session.selectionOf(history.component()) : wanted;
    }

    private Restorer.Prepared prepare(Session session, Snapshot snapshot, Selection selection) {
        SecretOpener opener = new SecretOpener(secrets, session.unsealer());
        try (ProgressLine progress = progress()) {
            return session.restorer().prepare(new Restorer.Request(snapshot, selection, opener, dryRun), progress);
        }
    }

    private int dryRun(Session session, Snapshot snapshot, RestorePlan plan) {
        if (text()) {
            show(session, snapshot, plan);
        } else {
            answers.print(
                    RestoreDocument.of(snapshot.commit(), session.cluster().identity(), plan), global.output());
        }
        return plan.somethingToDo() ? ExitCode.DIFFERENT : ExitCode.DONE;
    }

    private int carryOut(
            Session session,
            History history,
            Snapshot snapshot,
            Selection selection,
            Restorer.Prepared prepared,
            Duration patience) {
        RestorePlan plan = prepared.plan();
        boolean writes = plan.steps().stream().anyMatch(s -> s.action().writes());
        show(session, snapshot, plan);
        if (writes && !yes && !confirmed()) {
            throw Failure.refused(
                    "not-confirmed", "restore " + revision, "it was not confirmed", "nothing has been changed");
        }
        String id = "r-" + ID.format(Instant.now());
        Optional<Commit> point = writes ? restorePoint(session, history, selection, id) : Optional.empty();
        RestoreReport report = prepared.carryOut(id, point, patience, concurrency, (wave, outcomes) -> {
            if (forPeople()) {
                text.waveDone(wave, outcomes);
            }
        });
        point.ifPresent(p -> session.pusher().push(RESTORE_POINTS + id).forEach(this::unpushed));
        if (forPeople()) {
            text.report(report);
        } else if (!text()) {
            answers.print(
                    RestoreDocument.of(snapshot.commit(), session.cluster().identity(), plan, report), global.output());
        }
        return report.complete() ? ExitCode.DONE : ExitCode.PARTIAL;
    }

    private void show(Session session, Snapshot snapshot, RestorePlan plan) {
        if (forPeople()) {
            String cluster = session.cluster().identity().name();
            text.plan(
                    "Plan " + plan.hash().substring(0, HASH_SHOWN) + " for " + cluster + ": "
                            + options.selection(objects).describe() + " to "
                            + snapshot.commit().shortId() + " ("
                            + Phrases.time(snapshot.commit().time()) + ")",
                    plan);
        }
    }

    private boolean forPeople() {
        return text() && global.chatty();
    }

    private void unpushed(SnapshotReport.Push push) {
        if (!push.problem().isEmpty()) {
            terminal.err().println("  ! the restore point is not on " + push.remote() + ": " + push.problem());
        }
    }

    private boolean confirmed() {
        terminal.out().print("Carry it out? [y/N] ");
        terminal.out().flush();
        try {
            byte[] line = new byte[64];
            int length = System.in.read(line);
            return length > 0
                    && new String(line, 0, length, StandardCharsets.UTF_8)
                            .strip()
                            .toLowerCase(Locale.ROOT)
                            .matches("y|yes");
        } catch (IOException e) {
            return false;
        }
    }

    /** The present, so that it can be had back: what cannot be kept, or not be opened again, stops the restore. */
    private Optional<Commit> restorePoint(Session session, History history, Selection selection, String id) {
        if (noRestorePoint) {
            return Optional.empty();
        }
        boolean whole = selection.equals(session.selectionOf(history.component()));
        SnapshotReport report = session.snapshotter()
                .restorePoint(
                        history,
                        RESTORE_POINTS + id,
                        new SnapshotRequest(
                                history.component(),
                                session.policy(),
                                selection,
                                !whole,
                                "Restore point " + id,
                                false,
                                false,
                                otherCluster));
        boolean lost = !report.exported().unsealed().isEmpty()
                || (report.exported().sealing().secrets() > 0 && !session.canOpenOwnSeals());
        if (lost) {
            throw Failure.refused(
                    "restore-point",
                    "keep the present before the restore",
                    "its Secrets could not be opened again with the keys that are here",
                    "give the private sealing key with --keys, or go on without with --no-restore-point");
        }
        return report.commit();
    }
}
