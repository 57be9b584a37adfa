package dev.tidemark.reconciler.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.select.ObjectFilter;
import dev.tidemark.policies.select.Selection;
import dev.tidemark.snapshots.diff.Change;
import dev.tidemark.snapshots.diff.FieldChange;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.history.CommitChanges;
import dev.tidemark.snapshots.history.History;
import dev.tidemark.snapshots.layout.Trailers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidemark log [OBJECT]}. */
@Command(
        name = "log",
        description = "The history of snapshots and restores, or of one object: when, how complete, what changed.")
final class LogCommand extends Verb {

    @Parameters(paramLabel = "TYPE/NAME", arity = "0..1", description = "Only what happened to this object.")
    @Nullable
    String object;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NS",
            description = "Only what happened in NS.")
    @Nullable
    String namespace;

    @Option(names = "--since", paramLabel = "TIME", description = "Not older, e.g. 2026-11-01 or \"2 days ago\".")
    @Nullable
    String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Not newer.")
    @Nullable
    String until;

    @Option(names = "--limit", paramLabel = "N", description = "At most N commits.")
    int limit = Integer.MAX_VALUE;

    LogCommand(GlobalOptions global, Workbench workbench, Terminal terminal, Answers answers) {
        super(global, workbench, terminal, answers);
    }

    /** A commit of the history and what of it concerns the question. */
    private record Row(Commit commit, List<Change> changes) {

        boolean restore() {
            return Trailers.of(commit.message()).get(Trailers.RESTORE).isPresent();
        }
    }

    @Override
    public Integer call() {
        atLeastOne("--limit", limit);
        try (Session session = workbench.open(global)) {
            History history = session.history();
            List<Row> rows = rows(session, history);
            if (text()) {
                print(rows, history.component());
            } else {
                answers.print(json(rows, history.component()), global.output());
            }
            return ExitCode.DONE;
        }
    }

    private List<Row> rows(Session session, History history) {
        Optional<Commit> tip = history.tip();
        List<Row> rows = new ArrayList<>();
        if (tip.isEmpty()) {
            return rows;
        }
        Optional<Instant> from = Optional.ofNullable(since).map(history::since);
        Optional<Instant> to = Optional.ofNullable(until).map(history::until);
        boolean narrowed = object != null || namespace != null;
        ObjectFilter filter = selection().resolve(history.open(tip.get()).types());
        CommitChanges changes = new CommitChanges(session.repository());
        session.repository().walk(tip.get(), commit -> {
            boolean inTime = to.isEmpty() || !commit.time().isAfter(to.get());
            if (inTime && Trailers.of(commit.message()).snapshot()) {
                List<Change> concerned = narrowed || !text() ? changes.of(commit, filter::test) : List.of();
                if (!narrowed || !concerned.isEmpty()) {
                    rows.add(new Row(commit, concerned));
                }
            }
            return rows.size() < limit && (from.isEmpty() || !commit.time().isBefore(from.get()));
        });
        if (!narrowed) {
            rows.addAll(restores(session, history, to));
            rows.sort(Comparator.comparing((Row row) -> row.commit().time()).reversed());
        }
        if (from.isPresent()) {
            rows.removeIf(row -> row.commit().time().isBefore(from.get()));
        }
        return rows.stream().limit(limit).toList();
    }

    private List<Row> restores(Session session, History history, Optional<Instant> to) {
        List<Row> rows = new ArrayList<>();
        session.journal().walk(commit -> {
            boolean ours =
                    Trailers.of(commit.message()).get(Trailers.COMPONENT).equals(Optional.of(history.component()));
            if (ours && (to.isEmpty() || !commit.time().isAfter(to.get()))) {
                rows.add(new Row(commit, List.of()));
            }
            return rows.size() < limit;
        });
        return rows;
    }

    private Selection selection() {
        return new Selection(
                object == null ? List.of() : List.of(object),
                namespace == null ? List.of() : List.of(namespace),
                List.of(),
                "",
                false,
                List.of());
    }

    private void print(List<Row> rows, String component) {
        TextTable table = new TextTable();
        for (Row row : rows) {
            String[] head = {
                terminal.styled(Terminal.Style.CHANGED, row.commit().shortId()),
                Phrases.time(row.commit().time()),
                row.restore() ? "restores" : "live/" + component,
                Trailers.of(row.commit().message()).get(Trailers.STATUS).orElse("")
            };
            if (object == null) {
                table.row(head[0], head[1], head[2], head[3], row.commit().subject());
            } else {
                objectRows(table, head, row);
            }
        }
        table.print(terminal.out());
        if (rows.isEmpty()) {
            say(object == null ? "No snapshots yet." : "Nothing happened to " + object + " in this history.");
        }
    }

    private static void objectRows(TextTable table, String[] head, Row row) {
        for (Change change : row.changes()) {
            if (change.kind() != Change.Kind.MODIFIED) {
                table.row(head[0], head[1], head[2], head[3], change.kind().word());
            }
            String manager = ChangedBy.of(row.commit(), change.id()).orElse("");
            for (FieldChange field : change.fields()) {
                table.row(
                        head[0],
                        head[1],
                        head[2],
                        head[3],
                        field.label(),
                        Phrases.value(field.from()) + " -> " + Phrases.value(field.to()),
                        manager);
            }
        }
    }

    private static ObjectNode json(List<Row> rows, String component) {
        ObjectNode document = Json.object();
        ArrayNode commits = document.putArray("commits");
        ArrayNode restores = document.putArray("restores");
        for (Row row : rows) {
            Trailers trailers = Trailers.of(row.commit().message());
            ObjectNode node = Json.object();
            node.put("commit", row.commit().id())
                    .put("time", row.commit().time().toString())
                    .put("component", component)
                    .put("status", trailers.get(Trailers.STATUS).orElse(""))
                    .put("subject", row.commit().subject());
            if (row.restore()) {
                trailers.get(Trailers.RESTORE).ifPresent(id -> node.put("restore", id));
                trailers.get(Trailers.SNAPSHOT).ifPresent(snapshot -> node.put("restored", snapshot));
                trailers.get(Trailers.RESTORE_POINT).ifPresent(point -> node.put("restorePoint", point));
                restores.add(node);
            } else {
                node.set("changes", Json.changes(row.changes()));
                commits.add(node);
            }
        }
        return document;
    }
}
