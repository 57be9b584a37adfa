package dev.tidemark.reconciler.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.normalise.Note;
import dev.tidemark.policies.secrecy.LeakGuard;
import dev.tidemark.policies.select.Selection;
import dev.tidemark.reconciler.capture.Exported;
import dev.tidemark.reconciler.capture.SnapshotReport;
import dev.tidemark.reconciler.capture.SnapshotRequest;
import dev.tidemark.snapshots.diff.Change;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.WorkTree;
import dev.tidemark.snapshots.history.History;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidemark snapshot}. */
@Command(
        name = "snapshot",
        description = "Exports the cluster, seals its Secrets, and commits what changed.",
        footer = {
            "",
            "With a selection only that part of the snapshot is refreshed; the rest stays as it was.",
            "Exit: 0 done, or nothing changed; 3 something could not be exported, or was withheld (the output names it); 4 refused."
        })
final class SnapshotCommand extends Verb {

    @Parameters(paramLabel = "TYPE/NAME", arity = "0..*", description = "Only these objects.")
    List<String> objects = new ArrayList<>();

    @Mixin
    SelectionOptions selection = new SelectionOptions();

    @Option(names = "--dry-run", description = "Show what would be committed; write nothing.")
    boolean dryRun;

    @Option(names = "-m", paramLabel = "TEXT", description = "The commit's subject, instead of what changed.")
    String message = "";

    @Option(names = "--no-push", description = "Do not push to the remotes.")
    boolean noPush;

    @Option(
            names = "--leak",
            paramLabel = "withhold|stop",
            defaultValue = "withhold",
            description =
                    "What becomes of an object that holds the value of a Secret in plain text: it is withheld, or the run ends. Default: ${DEFAULT-VALUE}.")
    LeakMode leak = LeakMode.withhold;

    @Option(
            names = "--adopt-cluster",
            description = "Go on with this history for another cluster than before (one that was rebuilt).")
    boolean adoptCluster;

    SnapshotCommand(GlobalOptions global, Workbench workbench, Terminal terminal, Answers answers) {
        super(global, workbench, terminal, answers);
    }

    @Override
    public Integer call() {
        try (Session session = workbench.openWithCluster(global)) {
            List<SnapshotReport> reports = new ArrayList<>();
            List<String> components = global.component().map(List::of).orElseGet(session::components);
            if (!dryRun) {
                session.upkeep().look().notes().forEach(this::complain);
            }
            for (String component : components) {
                reports.add(snapshot(session, component));
            }
            if (text()) {
                reports.forEach(this::print);
            } else if (session.policy().isPresent() && global.component().isEmpty()) {
                ObjectNode document = Json.object();
                ArrayNode list = document.putArray("components");
                reports.forEach(report -> list.add(json(report).put("component", report.component())));
                answers.print(document, global.output());
            } else {
                answers.print(json(reports.getFirst()), global.output());
            }
            return reports.stream().allMatch(SnapshotReport::complete) ? ExitCode.DONE : ExitCode.PARTIAL;
        }
    }

    private SnapshotReport snapshot(Session session, String component) {
        Selection wanted = selection.selection(objects);
        Selection whole = session.selectionOf(component);
        History history = session.history(component);
        SnapshotRequest request = new SnapshotRequest(
                component,
                session.policy(),
                wanted.isEverything() ? whole : wanted,
                !wanted.isEverything(),
                message,
                dryRun,
                !noPush,
                leak == LeakMode.stop,
                adoptCluster);
        try (ProgressLine progress = progress()) {
            return session.snapshotter().snapshot(history, request, progress);
        }
    }

    private void print(SnapshotReport report) {
        say(headline(report));
        say("  " + counts(report) + "   " + Phrases.seconds(report.millis()));
        say("  " + completeness(report));
        Shortfall.lines(report.exported(), report.coverage()).forEach(this::complain);
        report.exported().notes().forEach(note -> complain(note.code() + ": " + note.id() + "  " + note.detail()));
        report.pushes().forEach(this::print);
        print(report.workTree());
        if (global.verbose()) {
            report.exported()
                    .skipped()
                    .forEach(skip -> say("  " + skip.reason() + "  " + skip.id() + "  " + skip.detail()));
        }
    }

    private String headline(SnapshotReport report) {
        String branch = "live/" + report.component();
        if (dryRun) {
            return report.changed()
                    ? "Would commit to " + branch + ": " + report.subject()
                    : "Nothing changed since the tip of " + branch;
        }
        String commit = report.commit().map(Commit::shortId).orElse("");
        return report.changed()
                ? "Committed " + terminal.styled(Terminal.Style.STRONG, commit) + " on " + branch + ": "
                        + report.subject()
                : "Nothing changed: " + commit + " on " + branch + " describes the cluster";
    }

    private static String counts(SnapshotReport report) {
        Exported.Sealing sealing = report.exported().sealing();
        return Phrases.count(report.objects(), "object") + "   "
                + Phrases.number(report.count(Change.Kind.MODIFIED)) + " modified   "
                + Phrases.number(report.count(Change.Kind.ADDED)) + " added   "
                + Phrases.number(report.count(Change.Kind.REMOVED)) + " removed   "
                + Phrases.count(sealing.secrets(), "Secret")
                + (sealing.whole() == 0 ? "" : " and " + Phrases.count(sealing.whole(), "other object")) + " sealed ("
                + Phrases.number(sealing.sealedAnew()) + " new)";
    }

    private String completeness(SnapshotReport report) {
        String word = report.complete()
                ? terminal.styled(Terminal.Style.GOOD, "Complete.")
                : terminal.styled(Terminal.Style.BAD, "Partial.");
        String cut = report.exported().cut().consistent()
                ? " One instant: revision " + report.exported().cut().revision() + "."
                : " The server cannot list at one revision: types were listed one after the other.";
        int skipped = report.exported().skipped().size();
        return word
                + cut
                + (skipped == 0 ? "" : " " + Phrases.count(skipped, "object") + " left out by rule: -v lists them.");
    }

    private void print(SnapshotReport.Push push) {
        if (push.problem().isEmpty()) {
            say("  Pushed to " + push.remote());
        } else {
            complain("not pushed to " + push.remote() + ": " + push.problem() + "; the next run tries again");
        }
        push.dropped()
                .forEach(commit -> complain("given up: " + commit.shortId() + " " + commit.subject() + "; "
                        + push.remote() + " has a newer observation"));
    }

    private void print(WorkTree workTree) {
        switch (workTree) {
            case WorkTree.Unconcerned unconcerned -> {}
            case WorkTree.Followed followed -> {}
            case WorkTree.LeftDirty dirty ->
                complain("the checked-out files have changes of their own and were left alone: "
                        + String.join(", ", dirty.paths()) + "; see git status");
            case WorkTree.LeftBehind behind ->
                complain("the checked-out files could not be written: " + behind.why()
                        + "; the commit stands, and the next snapshot finishes them");
        }
    }

    static ObjectNode json(SnapshotReport report) {
        Exported exported = report.exported();
        ObjectNode document = Json.object();
        document.put("commit", report.commit().map(Commit::id).orElse(null));
        document.put("parent", report.parent().map(Commit::id).orElse(null));
        document.put("tree", report.commit().map(Commit::tree).orElse(null));
        document.put("revision", exported.cut().revision());
        document.put("consistent", exported.cut().consistent());
        document.put("changed", report.changed());
        document.put("status", report.complete() ? "Complete" : "Partial");
        document.put("objects", report.objects());
        document.put("added", report.count(Change.Kind.ADDED));
        document.put("modified", report.count(Change.Kind.MODIFIED));
        document.put("removed", report.count(Change.Kind.REMOVED));
        document.set("coverage", Json.coverage(report.coverage().entries()));
        ArrayNode skipped = document.putArray("skipped");
        for (Exported.Skip skip : exported.skipped()) {
            ObjectNode node = skipped.addObject();
            node.set("id", Json.id(skip.id()));
            node.put("reason", skip.reason()).put("detail", skip.detail());
        }
        for (LeakGuard.Leak leak : exported.withheld()) {
            ObjectNode node = skipped.addObject();
            node.set("id", Json.id(leak.id()));
            node.put("reason", "leak").put("detail", leak.why());
        }
        ArrayNode notes = document.putArray("notes");
        for (Note note : exported.notes()) {
            ObjectNode node = notes.addObject();
            node.set("id", Json.id(note.id()));
            node.put("code", note.code()).put("detail", note.detail());
        }
        document.set("unsealed", Json.ids(exported.unsealed()));
        document.putArray("artifacts");
        document.set("pushed", Json.pushed(report.pushes()));
        return document.put("durationMs", report.millis());
    }
}
