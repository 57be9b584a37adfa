package dev.tidemark.reconciler.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.select.ObjectFilter;
import dev.tidemark.policies.select.Selection;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.history.History;
import dev.tidemark.snapshots.history.Snapshot;
import dev.tidemark.snapshots.layout.SealedDocuments;
import dev.tidemark.snapshots.layout.Trailers;
import dev.tidemark.snapshots.model.Coverage;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.Manifest;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.seal.SealedManifests;
import dev.tidemark.snapshots.seal.Unsealer;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidemark show REV [OBJECT]}. */
@Command(
        name = "show",
        description = "A snapshot's summary and coverage, or one manifest as kubectl reads it (Secrets stay sealed).")
final class ShowCommand extends Verb {

    @Parameters(paramLabel = "REV", description = "A commit, tag, branch, time, or latest.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    String revision;

    @Parameters(paramLabel = "TYPE/NAME", arity = "0..1", index = "1", description = "The object to show.")
    @Nullable
    String object;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NS",
            description = "The object's namespace.")
    @Nullable
    String namespace;

    @Option(names = "--unseal", description = "Open a Secret, or an object that is sealed whole, with the private key.")
    boolean unseal;

    @Option(names = "--yes", description = "Write what was opened to an output that is no terminal.")
    boolean yes;

    ShowCommand(GlobalOptions global, Workbench workbench, Terminal terminal, Answers answers) {
        super(global, workbench, terminal, answers);
    }

    @Override
    public Integer call() {
        try (Session session = workbench.open(global)) {
            History history = session.history();
            Snapshot snapshot = history.open(history.resolve(revision));
            if (object == null) {
                summary(snapshot);
            } else {
                manifest(session, snapshot, object);
            }
            return ExitCode.DONE;
        }
    }

    private void manifest(Session session, Snapshot snapshot, String wanted) {
        Manifest manifest = only(snapshot, wanted);
        ObjectNode tree =
                unseal && SealedDocuments.isSealed(manifest.tree()) ? opened(session, manifest) : manifest.tree();
        if (global.output() == OutputFormat.json) {
            answers.print(tree, OutputFormat.json);
        } else {
            terminal.out().writeBytes(CanonicalYaml.write(tree));
            terminal.out().flush();
        }
    }

    private Manifest only(Snapshot snapshot, String wanted) {
        Selection selection = new Selection(
                List.of(wanted), namespace == null ? List.of() : List.of(namespace), List.of(), "", false, List.of());
        ObjectFilter filter = selection.resolve(snapshot.types());
        List<Manifest> found = new ArrayList<>();
        snapshot.forEachManifest((path, manifest) -> {
            if (filter.test(manifest.id(), SealedManifests.labels(manifest))) {
                found.add(manifest);
            }
        });
        if (found.isEmpty()) {
            throw Failure.usage(
                    "nothing-matched",
                    "show " + wanted,
                    "it is not in " + snapshot.commit().shortId(),
                    "tidemark log " + wanted + " shows when it was");
        }
        if (found.size() > 1) {
            throw Failure.usage(
                    "ambiguous-object",
                    "show " + wanted,
                    "it is in several namespaces: "
                            + String.join(
                                    ", ",
                                    found.stream().map(m -> m.id().namespace()).toList()),
                    "name one with -n");
        }
        return found.getFirst();
    }

    private ObjectNode opened(Session session, Manifest manifest) {
        if (!terminal.outIsTerminal() && !yes) {
            throw Failure.refused(
                    "plaintext",
                    "show " + manifest.id() + " unsealed",
                    "the output is no terminal, and its secrets would stand in plain text wherever it goes",
                    "if that is meant, allow it with --yes");
        }
        return switch (session.unsealer().open(manifest.tree())) {
            case Unsealer.Unsealed.Opened opened -> opened.object();
            case Unsealer.Unsealed.Unopenable closed ->
                throw Failure.failed(
                        "no-key",
                        "open " + manifest.id(),
                        closed.reason(),
                        "give the private sealing key with --keys, or the age identity with --identity");
        };
    }

    private void summary(Snapshot snapshot) {
        List<ResourceId> ids = new ArrayList<>();
        snapshot.forEachManifest((path, manifest) -> ids.add(manifest.id()));
        if (text()) {
            print(snapshot, ids.size());
        } else {
            ObjectNode document = Json.object()
                    .put("commit", snapshot.commit().id())
                    .put("time", snapshot.commit().time().toString())
                    .put("status", snapshot.trailers().get(Trailers.STATUS).orElse(""));
            document.set("coverage", Json.coverage(snapshot.coverage().entries()));
            document.put("objects", ids.size());
            document.putArray("artifacts");
            answers.print(document, global.output());
        }
    }

    private void print(Snapshot snapshot, int objects) {
        Commit commit = snapshot.commit();
        TextTable head = new TextTable();
        head.row("commit", commit.id());
        head.row("time", Phrases.time(commit.time()) + " (" + Phrases.ago(commit.time()) + ")");
        head.row("subject", commit.subject());
        head.row("status", snapshot.trailers().get(Trailers.STATUS).orElse("no snapshot"));
        snapshot.trailers().get(Trailers.REVISION).ifPresent(r -> head.row("revision", r));
        snapshot.cluster().ifPresent(c -> head.row("cluster", c.cluster() + " (" + c.kubernetes() + ")"));
        head.row("objects", Phrases.number(objects));
        head.print(terminal.out());
        say("");
        TextTable table = new TextTable();
        table.row("TYPE", "SCOPE", "STATE", "COUNT", "REASON");
        snapshot.coverage().entries().stream()
                .filter(e -> global.verbose() || worthShowing(e))
                .forEach(e -> table.row(
                        e.group().isEmpty() ? e.resource() : e.resource() + "." + e.group(),
                        e.scope(),
                        e.state().word(),
                        Phrases.number(e.count()),
                        e.reason()));
        table.print(terminal.out());
    }

    /** What holds something, or is not known well; the many empty types are for -v. */
    private static boolean worthShowing(Coverage.Entry entry) {
        boolean known = entry.state() == Coverage.State.COMPLETE || entry.state() == Coverage.State.EXCLUDED;
        return entry.count() > 0 || !known;
    }
}
