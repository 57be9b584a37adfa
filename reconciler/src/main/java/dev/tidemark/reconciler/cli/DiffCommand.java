package dev.tidemark.reconciler.cli;

import dev.tidemark.policies.select.Selection;
import dev.tidemark.reconciler.drift.Comparison;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.history.History;
import dev.tidemark.snapshots.history.Snapshot;
import dev.tidemark.snapshots.model.Failure;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidemark diff [REV [REV]] [OBJECT…]}. */
@Command(
        name = "diff",
        description = "From a snapshot (default: latest) to the live cluster, or from one snapshot to another.",
        footer = {"", "Exit: 0 nothing differs, 1 something does, 3 a type could not be compared."})
final class DiffCommand extends Verb {

    @Parameters(paramLabel = "REV|TYPE/NAME", arity = "0..*", description = "Up to two revisions, then objects.")
    List<String> words = new ArrayList<>();

    @Mixin
    SelectionOptions options = new SelectionOptions();

    @Option(names = "--stat", description = "Only how many objects differ, by kind.")
    boolean stat;

    @Option(names = "--name-only", description = "Only which objects differ.")
    boolean nameOnly;

    DiffCommand(GlobalOptions global, Workbench workbench, Terminal terminal, Answers answers) {
        super(global, workbench, terminal, answers);
    }

    @Override
    public Integer call() {
        boolean offline = words.size() > 1; // two revisions perhaps
        try (Session session = offline ? workbench.open(global) : workbench.openWithCluster(global)) {
            History history = session.history();
            Comparison comparison = compare(session, history);
            if (text()) {
                print(comparison);
            } else {
                answers.print(Json.comparison(comparison), global.output());
            }
            if (!comparison.incomplete().isEmpty()) {
                return ExitCode.PARTIAL;
            }
            return comparison.changes().isEmpty() ? ExitCode.DONE : ExitCode.DIFFERENT;
        }
    }

    private Comparison compare(Session session, History history) {
        List<Commit> revisions = new ArrayList<>();
        List<String> objects = new ArrayList<>();
        for (String word : words) {
            boolean object =
                    word.contains("/") && session.repository().resolve(word).isEmpty();
            if (object) {
                objects.add(word);
            } else {
                revisions.add(history.resolve(word));
            }
        }
        if (revisions.size() > 2) {
            throw Failure.usage(
                    "usage", "compare", "more than two revisions are named", "tidemark diff --help explains");
        }
        Selection wanted = options.selection(objects);
        Selection selection = wanted.isEverything() ? session.selectionOf(history.component()) : wanted;
        Snapshot from = history.open(revisions.isEmpty() ? history.resolve("latest") : revisions.getFirst());
        if (revisions.size() == 2) {
            return session.drift().between(from, history.open(revisions.get(1)), selection);
        }
        try (ProgressLine progress = progress()) {
            return session.drift().live(session.exporter(), from, selection, progress);
        }
    }

    private void print(Comparison comparison) {
        ComparisonText text = new ComparisonText(terminal, this::say);
        if (nameOnly) {
            text.names(comparison);
            return;
        }
        text.headline(comparison);
        if (stat) {
            text.byKind(comparison);
        } else {
            text.details(comparison);
        }
        text.incomplete(comparison);
        text.summary(comparison);
    }
}
