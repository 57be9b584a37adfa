package dev.tidemark.reconciler.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.select.Selection;
import dev.tidemark.reconciler.capture.Exported;
import dev.tidemark.reconciler.drift.Comparison;
import dev.tidemark.snapshots.diff.Change;
import dev.tidemark.snapshots.diff.FieldChange;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.history.History;
import dev.tidemark.snapshots.history.Snapshot;
import dev.tidemark.snapshots.model.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
                answers.print(json(comparison), global.output());
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
        if (nameOnly) {
            comparison.changes().forEach(c -> terminal.out()
                    .println(c.id().display() + (c.id().namespaced() ? "  -n " + c.id().namespace() : "")));
            return;
        }
        say(headline(comparison));
        if (stat) {
            byKind(comparison);
        } else {
            details(comparison);
        }
        comparison.incomplete().forEach(gap -> terminal.err()
                .println("  ! not compared: " + gap.resource() + (gap.group().isEmpty() ? "" : "." + gap.group()) + " ("
                        + gap.scope() + "): " + gap.state().word() + " " + gap.reason()));
        say(summary(comparison));
    }

    private static String headline(Comparison comparison) {
        String from = described(comparison.from());
        Optional<Exported> live = comparison.live();
        return live.isPresent()
                ? from + " against " + live.get().cluster().name() + " at revision "
                        + live.get().cut().revision()
                : from + " to " + described(comparison.to().orElseThrow());
    }

    private static String described(Commit commit) {
        return commit.shortId() + " (" + Phrases.time(commit.time()) + ", " + Phrases.ago(commit.time()) + ")";
    }

    private void byKind(Comparison comparison) {
        Map<String, List<Change>> kinds = comparison.changes().stream()
                .collect(Collectors.groupingBy(c -> c.id().qualifiedType(), TreeMap::new, Collectors.toList()));
        TextTable table = new TextTable();
        kinds.forEach((kind, changes) -> table.row(
                kind,
                counted(changes, Change.Kind.REMOVED, '-'),
                counted(changes, Change.Kind.MODIFIED, '~'),
                counted(changes, Change.Kind.ADDED, '+')));
        table.print(terminal.out());
    }

    private static String counted(List<Change> changes, Change.Kind kind, char sign) {
        long count = changes.stream().filter(c -> c.kind() == kind).count();
        return count == 0 ? "" : sign + Phrases.number(count);
    }

    private void details(Comparison comparison) {
        boolean live = comparison.live().isPresent();
        TextTable table = new TextTable();
        for (Change change : comparison.changes()) {
            String object = Phrases.object(change.id());
            String namespace = change.id().namespaced() ? change.id().namespace() : "";
            switch (change.kind()) {
                case ADDED ->
                    table.row(
                            terminal.styled(Terminal.Style.GOOD, "+ " + object),
                            namespace,
                            live ? "not in the snapshot" : "added");
                case REMOVED ->
                    table.row(
                            terminal.styled(Terminal.Style.BAD, "- " + object),
                            namespace,
                            live ? "missing in the cluster" : "removed");
                case MODIFIED -> fields(table, change, object, namespace, live);
            }
        }
        table.print(terminal.out());
    }

    private void fields(TextTable table, Change change, String object, String namespace, boolean live) {
        String name = terminal.styled(Terminal.Style.CHANGED, "~ " + object);
        for (FieldChange field : change.fields()) {
            String from = Phrases.value(field.from());
            String to = Phrases.value(field.to());
            if (live) {
                table.row(name, namespace, field.label(), "live " + to, "wanted " + from);
            } else {
                table.row(name, namespace, field.label(), from + " -> " + to);
            }
            name = "";
            namespace = "";
        }
    }

    private static String summary(Comparison comparison) {
        long added = count(comparison, Change.Kind.ADDED);
        long removed = count(comparison, Change.Kind.REMOVED);
        long modified = count(comparison, Change.Kind.MODIFIED);
        if (comparison.changes().isEmpty()) {
            return "Nothing differs.";
        }
        boolean live = comparison.live().isPresent();
        return Phrases.count(comparison.changes().size(), "difference") + ": " + removed
                + (live ? " missing, " : " removed, ") + modified + " modified, " + added
                + (live ? " extra" : " added");
    }

    private static long count(Comparison comparison, Change.Kind kind) {
        return comparison.changes().stream().filter(c -> c.kind() == kind).count();
    }

    private static ObjectNode json(Comparison comparison) {
        ObjectNode document = Json.object()
                .put("from", comparison.from().id())
                .put("to", comparison.to().map(Commit::id).orElse("live"));
        comparison.live().ifPresent(live -> document.put("revision", live.cut().revision()));
        document.set("changes", Json.changes(comparison.changes()));
        document.set("incomplete", Json.coverage(comparison.incomplete()));
        return document;
    }
}
