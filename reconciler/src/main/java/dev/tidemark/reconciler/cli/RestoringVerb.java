package dev.tidemark.reconciler.cli;

import dev.tidemark.reconciler.capture.SnapshotReport;
import dev.tidemark.reconciler.capture.SnapshotRequest;
import dev.tidemark.reconciler.restore.Outcome;
import dev.tidemark.reconciler.restore.OwnedByOthers;
import dev.tidemark.reconciler.restore.Patience;
import dev.tidemark.reconciler.restore.RestoreJournal;
import dev.tidemark.reconciler.restore.RestoreProgress;
import dev.tidemark.reconciler.restore.RestoreReport;
import dev.tidemark.reconciler.restore.RestoreScope;
import dev.tidemark.reconciler.restore.Restorer;
import dev.tidemark.reconciler.restore.SavedPlan;
import dev.tidemark.reconciler.restore.SecretOpener;
import dev.tidemark.reconciler.restore.SecretsMode;
import dev.tidemark.reconciler.restore.UndoRequest;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.history.History;
import dev.tidemark.snapshots.history.Snapshot;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.plan.RestorePlan;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** What {@code restore} and {@code undo} have in common: plan, show, confirm, keep the present, apply, verify, record. */
abstract class RestoringVerb extends Verb {

    private static final String RESTORE_POINTS = "refs/tidemark/restore-points/";
    private static final int HASH_SHOWN = 6;
    private static final int MOVED_SHOWN = 5;
    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    @Option(names = "--dry-run", description = "Show the plan, proven by server-side dry runs; write nothing.")
    boolean dryRun;

    @Option(names = "--yes", description = "Do not ask.")
    boolean yes;

    @Option(
            names = "--secrets",
            paramLabel = "plain|sealed|skip",
            defaultValue = "plain",
            description =
                    "Write Secrets (needs a private key, or the age identity of SOPS files), SealedSecrets for a controller"
                            + " (SOPS files are opened all the same), or leave them. Default: ${DEFAULT-VALUE}.")
    SecretsMode secrets = SecretsMode.plain;

    @Option(
            names = "--allow-recreate",
            paramLabel = "TYPE[.GROUP]",
            description =
                    "Delete and make anew objects of this type where a field that differs cannot be changed (repeatable).")
    List<String> allowRecreate = new ArrayList<>();

    @Option(
            names = "--owned-by-others",
            paramLabel = "apply|skip",
            defaultValue = "apply",
            description =
                    "Restore what Argo CD, Flux, Helm or kapp manage too, although they may revert it, or leave it to them. Default: ${DEFAULT-VALUE}.")
    OwnedByOthers ownedByOthers = OwnedByOthers.apply;

    @Option(
            names = "--signatures",
            paramLabel = "require|warn|off",
            defaultValue = "require",
            description =
                    "What to make of a history that trusted keys have not signed whole: refuse it, say so, or do not look. Default: ${DEFAULT-VALUE}.")
    Signatures signatures = Signatures.require;

    @Option(
            names = "--allow-unsigned",
            description = "Accept a commit that no trusted key has signed: --signatures warn.")
    boolean allowUnsigned;

    @Option(names = "--no-restore-point", description = "Go on although the present cannot be kept.")
    boolean noRestorePoint;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "10m",
            description =
                    "How long each wave waits for its objects to be ready, and for what is being deleted to be gone. Default: ${DEFAULT-VALUE}.")
    String timeout = "10m";

    @Option(
            names = "--no-wait",
            description =
                    "Wait only for definitions and namespaces, which others need; not until the rest is ready, nor for somebody to answer a webhook.")
    boolean noWait;

    @Option(
            names = "--wait-for",
            paramLabel = "TYPE",
            description =
                    "Also wait for the end of a job, the address of a service or ingress, the metrics of an hpa (repeatable).")
    List<String> waitFor = new ArrayList<>();

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            defaultValue = "64",
            description =
                    "At most N requests at once; how many of them the server takes well is found out. Default: ${DEFAULT-VALUE}.")
    int concurrency = 64;

    private final RestoreText text;

    RestoringVerb(GlobalOptions global, Workbench workbench, Terminal terminal, Answers answers) {
        super(global, workbench, terminal, answers);
        this.text = new RestoreText(terminal);
    }

    /**
     * What is to be brought back.
     *
     * @param headline as the plan begins
     * @param otherCluster whether the snapshot may be one of another cluster
     * @param approved the plan that this must turn out to be
     * @param planOut where to save the plan, instead of carrying it out
     */
    record Target(
            History history,
            Snapshot snapshot,
            RestoreScope scope,
            String headline,
            boolean otherCluster,
            Optional<UndoRequest> undo,
            Optional<SavedPlan> approved,
            Optional<Path> planOut) {

        /** The same, saying whose signatures prove it. */
        Target signed(Optional<String> by) {
            return new Target(
                    history,
                    snapshot,
                    scope,
                    headline + by.map(signers -> ". Signed by " + signers).orElse(""),
                    otherCluster,
                    undo,
                    approved,
                    planOut);
        }
    }

    /**
     * To be asked before anything is opened.
     *
     * @throws Failure usage, when an option makes no sense; refused, when nobody can be asked and nobody has said yes
     */
    void checkOptions(String what) {
        Durations.parse(timeout);
        atLeastOne("--concurrency", concurrency);
        if (noWait && !waitFor.isEmpty()) {
            throw Failure.usage(
                    "usage",
                    "read --no-wait and --wait-for " + waitFor.getFirst(),
                    "one forbids what the other asks for",
                    "give one of them");
        }
        if (!dryRun && !yes && !terminal.interactive()) {
            throw Failure.refused(
                    "not-confirmed",
                    what,
                    "there is no terminal to ask on",
                    "confirm with --yes, or look first with --dry-run");
        }
    }

    /** Carries it out, or only shows it; returns the exit code. */
    int bringBack(Session session, Target target) {
        Patience patience = new Patience(Durations.parse(timeout), !noWait);
        Optional<String> signedBy = new TrustGuard(session, "restore", signatures(), terminal)
                .check(target.history(), target.snapshot().commit());
        return bringBack(session, target.signed(signedBy), patience);
    }

    private Signatures signatures() {
        return allowUnsigned && signatures == Signatures.require ? Signatures.warn : signatures;
    }

    private int bringBack(Session session, Target target, Patience patience) {
        session.restorer().refuseOtherCluster(target.snapshot(), target.otherCluster());
        Restorer.Prepared prepared = prepare(session, target);
        warnOfOthers(prepared.mayBeReverted());
        target.approved().ifPresent(plan -> refuseMoved(plan, prepared.saved()));
        target.planOut().ifPresent(file -> PlanFile.write(file, prepared.saved(), prepared.plan()));
        return dryRun ? dryRun(session, target, prepared) : carryOut(session, target, prepared, patience);
    }

    private Restorer.Prepared prepare(Session session, Target target) {
        SecretOpener opener = new SecretOpener(target.scope().secrets(), session.unsealer());
        boolean exactly = target.approved().isPresent();
        try (ProgressLine progress = progress()) {
            return session.restorer()
                    .prepare(
                            new Restorer.Request(
                                    target.snapshot(),
                                    target.scope(),
                                    opener,
                                    dryRun || exactly,
                                    exactly,
                                    target.undo(),
                                    waitFor),
                            progress);
        }
    }

    private void warnOfOthers(int objects) {
        if (objects > 0) {
            terminal.err()
                    .println("  ! other tools manage " + Phrases.count(objects, "object")
                            + " of the plan and may revert this; --owned-by-others skip leaves them alone");
        }
    }

    private static void refuseMoved(SavedPlan approved, SavedPlan now) {
        String tried = "carry out plan " + approved.hash().substring(0, HASH_SHOWN);
        String hint = "make a new plan with --plan-out, and look at it";
        if (!approved.cluster().equals(now.cluster())) {
            throw Failure.refused("plan-moved", tried, "it was made for another cluster", hint);
        }
        List<ResourceId> moved = approved.moved(now.steps());
        if (!moved.isEmpty()) {
            String some = moved.stream().limit(MOVED_SHOWN).map(Phrases::object).collect(Collectors.joining(", "));
            String more = moved.size() > MOVED_SHOWN ? ", …" : "";
            throw Failure.refused(
                    "plan-moved",
                    tried,
                    "the cluster has moved under it: " + Phrases.count(moved.size(), "object")
                            + " would need something else now (" + some + more + ")",
                    hint);
        }
    }

    private int dryRun(Session session, Target target, Restorer.Prepared prepared) {
        RestorePlan plan = prepared.plan();
        if (text()) {
            show(session, target, plan);
            prepared.tooManyDeletes().ifPresent(refusal -> terminal.err()
                    .println("  ! would be refused: " + refusal.why() + "; " + refusal.hint()));
            target.planOut()
                    .ifPresent(file -> say("Saved to " + file + ". Carry it out: tidemark restore --plan " + file));
        } else {
            answers.print(
                    RestoreDocument.of(
                            target.snapshot().commit(), session.cluster().identity(), plan),
                    global.output());
        }
        return plan.somethingToDo() ? ExitCode.DIFFERENT : ExitCode.DONE;
    }

    private int carryOut(Session session, Target target, Restorer.Prepared prepared, Patience patience) {
        RestorePlan plan = prepared.plan();
        show(session, target, plan);
        prepared.tooManyDeletes().ifPresent(refusal -> {
            throw refusal;
        });
        boolean writes = plan.steps().stream().anyMatch(s -> s.action().writes());
        if (writes && !yes && !terminal.confirms("Carry it out? [y/N]")) {
            throw Failure.refused(
                    "not-confirmed",
                    "carry out plan " + plan.hash().substring(0, HASH_SHOWN),
                    "it was not confirmed",
                    "nothing has been changed");
        }
        String id = "r-" + ID.format(Instant.now());
        Optional<Commit> point = writes ? restorePoint(session, target, id) : Optional.empty();
        RestoreJournal.Entry entry = begun(target, id, point, plan);
        if (writes) {
            session.journal().write(entry);
        }
        RestoreReport report = prepared.carryOut(id, point, patience, concurrency, wavesShown());
        if (writes) {
            session.journal().write(entry.ended(report));
            push(
                    session,
                    point.isPresent() ? List.of(RESTORE_POINTS + id, RestoreJournal.REF) : List.of(RestoreJournal.REF));
        }
        print(session, target, plan, report);
        return report.complete() ? ExitCode.DONE : ExitCode.PARTIAL;
    }

    private static RestoreJournal.Entry begun(Target target, String id, Optional<Commit> point, RestorePlan plan) {
        return new RestoreJournal.Entry(
                id,
                target.history().component(),
                target.snapshot().commit().id(),
                point.map(Commit::id),
                target.scope().here(),
                target.scope().namespaces(),
                plan.hash(),
                System.getProperty("user.name", ""),
                RestoreJournal.Entry.STARTED,
                List.of());
    }

    /** After the restore, since a remote may be what is broken. */
    private void push(Session session, List<String> refs) {
        for (String ref : refs) {
            complain(ref, session.pusher().push(ref));
        }
    }

    private void show(Session session, Target target, RestorePlan plan) {
        if (forPeople()) {
            text.plan(
                    "Plan " + plan.hash().substring(0, HASH_SHOWN) + " for "
                            + session.cluster().identity().name() + ": " + target.headline(),
                    plan);
        }
    }

    private void print(Session session, Target target, RestorePlan plan, RestoreReport report) {
        if (forPeople()) {
            text.report(report);
            if (ofAnotherCluster(session, target.snapshot())) {
                say("The history goes on with this cluster from: tidemark snapshot --adopt-cluster");
            }
        } else if (!text()) {
            answers.print(
                    RestoreDocument.of(
                            target.snapshot().commit(), session.cluster().identity(), plan, report),
                    global.output());
        }
    }

    private static boolean ofAnotherCluster(Session session, Snapshot snapshot) {
        String uid = session.cluster().identity().uid();
        return snapshot.cluster().filter(c -> !c.cluster().equals(uid)).isPresent();
    }

    private RestoreProgress wavesShown() {
        return new RestoreProgress() {
            @Override
            public void waveDone(int wave, List<Outcome> outcomes) {
                if (forPeople()) {
                    text.waveDone(wave, outcomes, !noWait);
                }
            }

            @Override
            public void waiting(int wave, int objects, ResourceId one, String why) {
                if (forPeople()) {
                    text.waiting(wave, objects, one, why);
                }
            }
        };
    }

    private boolean forPeople() {
        return text() && global.chatty();
    }

    /** The present, so that it can be had back: what cannot be kept, or not be opened again, stops the restore. */
    private Optional<Commit> restorePoint(Session session, Target target, String id) {
        if (noRestorePoint) {
            return Optional.empty();
        }
        String component = target.history().component();
        boolean whole = target.scope().here().equals(session.selectionOf(component));
        SnapshotReport report = session.snapshotter()
                .restorePoint(
                        target.history(),
                        RESTORE_POINTS + id,
                        new SnapshotRequest(
                                component,
                                session.policy(),
                                target.scope().here(),
                                !whole,
                                "Restore point " + id,
                                false,
                                false,
                                false,
                                target.otherCluster()));
        boolean lost =
                !report.exported().whole() || !session.canOpen(report.exported().sealing());
        if (lost) {
            throw Failure.refused(
                    "restore-point",
                    "keep the present before the restore",
                    "what is sealed in it could not be opened again with the keys that are here",
                    "give the private sealing key with --keys, or the age identity with --identity; or go on without with"
                            + " --no-restore-point");
        }
        return report.commit();
    }
}
