package dev.tidemark.reconciler.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.select.Selection;
import dev.tidemark.reconciler.capture.DriftBranch;
import dev.tidemark.reconciler.capture.SnapshotReport;
import dev.tidemark.reconciler.drift.Drift;
import dev.tidemark.reconciler.drift.Drift.Origin;
import dev.tidemark.snapshots.diff.Change;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.history.Baseline;
import dev.tidemark.snapshots.history.History;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tidemark drift}. */
@Command(
        name = "drift",
        description = {
            "How the cluster differs from the approved baseline, the branch main: which side has moved, and who moved it.",
            "With a remote, the branch drift/COMPONENT holds the drift, for a pull request: merging it accepts the drift,"
                    + " tidemark restore main --prune reverts it."
        },
        footer = {
            "",
            "Exit: 0 nothing differs, 1 something does, 3 a type could not be compared, or something must not stand in the"
                    + " branch (the output names it), 4 main is not trusted."
        })
final class DriftCommand extends Verb {

    @Option(names = "--init", description = "Make the latest complete snapshot the baseline, and compare nothing.")
    boolean init;

    @Option(names = "--exit-zero", description = "Exit with 0 also when something differs.")
    boolean exitZero;

    @Option(names = "--no-push", description = "Only report; leave the branch for pull requests as it is.")
    boolean noPush;

    @Option(names = "--allow-unsigned", description = "Accept a baseline that no trusted key has signed.")
    boolean allowUnsigned;

    DriftCommand(GlobalOptions global, Workbench workbench, Terminal terminal, Answers answers) {
        super(global, workbench, terminal, answers);
    }

    @Override
    public Integer call() {
        try (Session session = init ? workbench.open(global) : workbench.openWithCluster(global)) {
            History history = session.history(
                    global.component().orElseGet(() -> session.components().getFirst()));
            return init ? begin(session, history) : review(session, history);
        }
    }

    private int begin(Session session, History history) {
        Commit baseline = session.baselineBranch().begin(history);
        List<SnapshotReport.Push> pushes = noPush ? List.of() : session.pusher().push(Baseline.REF);
        if (text()) {
            say("main is at " + ComparisonText.described(baseline) + ": the approved baseline of "
                    + history.component());
            complain("main", pushes);
        } else {
            ObjectNode document = Json.object().put("baseline", baseline.id());
            document.set("pushed", Json.pushed(pushes));
            answers.print(document, global.output());
        }
        return ExitCode.DONE;
    }

    private int review(Session session, History history) {
        Baseline baseline = session.baselineBranch().current();
        new TrustGuard(session, "compare with", allowUnsigned ? Signatures.warn : Signatures.require, terminal)
                .check(history, baseline.desired().commit());
        Selection selection = session.selectionOf(history.component());
        Drift drift;
        try (ProgressLine progress = progress()) {
            drift = session.driftReview().compare(baseline, selection, progress);
        }
        DriftBranch branch = session.driftBranch(history);
        Optional<DriftBranch.Kept> kept = keep(session, branch, baseline, drift, selection);
        if (text()) {
            print(drift, branch.name(), kept);
        } else {
            answers.print(json(baseline, drift, kept), global.output());
        }
        if (!drift.complete()
                || kept.filter(DriftBranch.Kept.Left.class::isInstance).isPresent()) {
            return ExitCode.PARTIAL;
        }
        return drift.changes().isEmpty() || exitZero ? ExitCode.DONE : ExitCode.DIFFERENT;
    }

    /** A cluster that was seen only in part says nothing of what is to be accepted. */
    private Optional<DriftBranch.Kept> keep(
            Session session, DriftBranch branch, Baseline baseline, Drift drift, Selection selection) {
        if (noPush || !drift.complete() || session.repository().remotes().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(branch.keep(baseline.desired(), drift.changes(), selection, session.policy()));
    }

    private void print(Drift drift, String branch, Optional<DriftBranch.Kept> kept) {
        ComparisonText text = new ComparisonText(terminal, this::say);
        text.headline(drift.comparison());
        text.details(drift.comparison(), change -> note(drift, change));
        text.incomplete(drift.comparison());
        text.summary(drift.comparison());
        if (!drift.changes().isEmpty()) {
            say(origins(drift));
        }
        kept.ifPresent(outcome -> print(branch, outcome));
    }

    private void print(String branch, DriftBranch.Kept kept) {
        switch (kept) {
            case DriftBranch.Kept.Current current -> {
                current.tip()
                        .ifPresent(tip -> say(branch + " is at " + tip.shortId()
                                + ". Accept: merge it into main. Revert: tidemark restore main --prune"));
                complain(branch, current.pushes());
            }
            case DriftBranch.Kept.Left left -> {
                complain(branch + " stays as it was: it would not tell all of this");
                Shortfall.lines(left.exported(), left.coverage()).forEach(this::complain);
            }
        }
    }

    private static String note(Drift drift, Change change) {
        String who = drift.changedBy(change)
                .map(manager -> " (" + manager.name()
                        + (manager.time().isEmpty() ? "" : ", " + Phrases.ago(Instant.parse(manager.time()))) + ")")
                .orElse("");
        return switch (drift.origin(change)) {
            case CLUSTER -> "drifted" + who;
            case BASELINE -> "wanted, not applied";
            case BOTH -> "both moved" + who;
        };
    }

    private static String origins(Drift drift) {
        List<String> parts = new ArrayList<>();
        for (Origin origin : Origin.values()) {
            long count = drift.changes().stream()
                    .filter(change -> drift.origin(change) == origin)
                    .count();
            if (count > 0) {
                parts.add(Phrases.number(count)
                        + switch (origin) {
                            case CLUSTER -> " drifted in the cluster";
                            case BASELINE -> " wanted by main and not applied";
                            case BOTH -> " changed on both sides";
                        });
            }
        }
        return String.join(", ", parts);
    }

    private static ObjectNode json(Baseline baseline, Drift drift, Optional<DriftBranch.Kept> kept) {
        ObjectNode document = Json.comparison(drift.comparison())
                .put("baseline", baseline.desired().commit().id());
        ArrayNode changes = document.putArray("changes");
        for (Change change : drift.changes()) {
            ObjectNode node =
                    Json.change(change).put("origin", drift.origin(change).word());
            drift.changedBy(change).ifPresent(manager -> node.putObject("changedBy")
                    .put("manager", manager.name())
                    .put("time", manager.time()));
            changes.add(node);
        }
        kept.ifPresent(branch -> document.set("branch", json(branch)));
        return document;
    }

    private static ObjectNode json(DriftBranch.Kept kept) {
        return switch (kept) {
            case DriftBranch.Kept.Current current -> {
                ObjectNode node = Json.object().put("current", true);
                node.put("commit", current.tip().map(Commit::id).orElse(null));
                node.set("pushed", Json.pushed(current.pushes()));
                yield node;
            }
            case DriftBranch.Kept.Left left -> {
                ObjectNode node = Json.object().put("current", false);
                node.set("missing", Json.texts(Shortfall.lines(left.exported(), left.coverage())));
                yield node;
            }
        };
    }
}
