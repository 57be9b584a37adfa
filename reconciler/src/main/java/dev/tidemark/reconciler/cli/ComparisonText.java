package dev.tidemark.reconciler.cli;

import dev.tidemark.reconciler.capture.Exported;
import dev.tidemark.reconciler.drift.Comparison;
import dev.tidemark.snapshots.diff.Change;
import dev.tidemark.snapshots.diff.FieldChange;
import dev.tidemark.snapshots.git.Commit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A comparison as people read it. */
final class ComparisonText {

    private final Terminal terminal;
    private final Consumer<String> remark;

    /** {@code remark} prints what goes with the differences themselves, unless somebody asked for quiet. */
    ComparisonText(Terminal terminal, Consumer<String> remark) {
        this.terminal = terminal;
        this.remark = remark;
    }

    void names(Comparison comparison) {
        comparison.changes().forEach(c -> terminal.out()
                .println(c.id().display() + (c.id().namespaced() ? "  -n " + c.id().namespace() : "")));
    }

    void headline(Comparison comparison) {
        String from = described(comparison.from());
        Optional<Exported> live = comparison.live();
        remark.accept(
                live.isPresent()
                        ? from + " against " + live.get().cluster().name() + " at revision "
                                + live.get().cut().revision()
                        : from + " to " + described(comparison.to().orElseThrow()));
    }

    /** {@code 3f9c2d1 (2026-11-22 13:05, 14 minutes ago)}. */
    static String described(Commit commit) {
        return commit.shortId() + " (" + Phrases.time(commit.time()) + ", " + Phrases.ago(commit.time()) + ")";
    }

    /** How many objects differ, by kind. */
    void byKind(Comparison comparison) {
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

    /** Every difference, field by field. */
    void details(Comparison comparison) {
        details(comparison, change -> "");
    }

    /** The same with a note on each. */
    void details(Comparison comparison, Function<Change, String> notes) {
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
                            live ? "not in the snapshot" : "added",
                            notes.apply(change));
                case REMOVED ->
                    table.row(
                            terminal.styled(Terminal.Style.BAD, "- " + object),
                            namespace,
                            live ? "missing in the cluster" : "removed",
                            notes.apply(change));
                case MODIFIED -> fields(table, change, object, namespace, live, notes.apply(change));
            }
        }
        table.print(terminal.out());
    }

    private void fields(TextTable table, Change change, String object, String namespace, boolean live, String note) {
        String name = terminal.styled(Terminal.Style.CHANGED, "~ " + object);
        for (FieldChange field : change.fields()) {
            String from = Phrases.value(field.from());
            String to = Phrases.value(field.to());
            if (live) {
                table.row(name, namespace, field.label(), "live " + to, "wanted " + from, note);
            } else {
                table.row(name, namespace, field.label(), from + " -> " + to, note);
            }
            name = "";
            namespace = "";
            note = "";
        }
    }

    /** What could not be compared. */
    void incomplete(Comparison comparison) {
        comparison.incomplete().forEach(gap -> terminal.err()
                .println("  ! not compared: " + gap.resource() + (gap.group().isEmpty() ? "" : "." + gap.group()) + " ("
                        + gap.scope() + "): " + gap.state().word() + " " + gap.reason()));
    }

    void summary(Comparison comparison) {
        long added = count(comparison, Change.Kind.ADDED);
        long removed = count(comparison, Change.Kind.REMOVED);
        long modified = count(comparison, Change.Kind.MODIFIED);
        if (comparison.changes().isEmpty()) {
            remark.accept("Nothing differs.");
            return;
        }
        boolean live = comparison.live().isPresent();
        remark.accept(Phrases.count(comparison.changes().size(), "difference") + ": " + removed
                + (live ? " missing, " : " removed, ") + modified + " modified, " + added
                + (live ? " extra" : " added"));
    }

    private static long count(Comparison comparison, Change.Kind kind) {
        return comparison.changes().stream().filter(c -> c.kind() == kind).count();
    }
}
