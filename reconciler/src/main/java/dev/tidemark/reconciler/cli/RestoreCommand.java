package dev.tidemark.reconciler.cli;

import dev.tidemark.policies.mapping.NamespaceMap;
import dev.tidemark.policies.select.Selection;
import dev.tidemark.reconciler.restore.PruneRequest;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.history.History;
import dev.tidemark.snapshots.model.Failure;
import java.util.ArrayList;
import java.util.List;
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
            "Without --prune, objects that the snapshot does not have are left alone.",
            "A restore point of the present comes first. Each wave waits until what it wrote is ready.",
            "Exit: 0 done; 1 with --dry-run, there is something to do; 3 something could not be restored, or is not ready;",
            "4 refused, the message names what would allow it."
        })
final class RestoreCommand extends RestoringVerb {

    @Parameters(paramLabel = "REV", index = "0", description = "A commit, tag, branch, time, or latest.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    String revision;

    @Parameters(paramLabel = "TYPE/NAME", index = "1..*", arity = "0..*", description = "Only these objects.")
    List<String> objects = new ArrayList<>();

    @Mixin
    SelectionOptions options = new SelectionOptions();

    @Option(names = "--prune", description = "Also delete what the snapshot proves should not exist; guards apply.")
    boolean prune;

    @Option(names = "--max-deletes", paramLabel = "N", description = "With --prune: up to N deletions are meant.")
    int maxDeletes;

    @Option(
            names = "--allow-kind",
            paramLabel = "TYPE[.GROUP]",
            description = "With --prune: delete objects of this protected type too (repeatable).")
    List<String> allowKinds = new ArrayList<>();

    @Option(
            names = "--with-dependencies",
            description =
                    "Bring along what a selected object needs and the cluster lacks: namespace, definition, account, Secret, ConfigMap, claim, class, role.")
    boolean withDependencies;

    @Option(
            names = "--map-namespace",
            paramLabel = "A=B",
            description =
                    "Bring the objects of namespace A into B, with the references to it rewritten; what cannot be is named (repeatable).")
    List<String> mapNamespaces = new ArrayList<>();

    @Option(names = "--other-cluster", description = "Accept a snapshot of another cluster.")
    boolean otherCluster;

    RestoreCommand(GlobalOptions global, Workbench workbench, Terminal terminal, Answers answers) {
        super(global, workbench, terminal, answers);
    }

    @Override
    public Integer call() {
        checkOptions("restore " + revision);
        NamespaceMap namespaces = NamespaceMap.parse(mapNamespaces);
        Selection wanted = namespaces.source(options.selection(objects));
        refuseContradictions(namespaces, wanted);
        try (Session session = workbench.openWithCluster(global)) {
            History history = session.history();
            Commit commit = history.resolve(revision);
            return bringBack(
                    session,
                    new Target(
                            history,
                            history.open(commit),
                            wanted.isEverything() ? session.selectionOf(history.component()) : wanted,
                            namespaces,
                            wanted.describe() + (namespaces.isEmpty() ? "" : " (" + namespaces.describe() + ")")
                                    + " to " + commit.shortId() + " (" + Phrases.time(commit.time()) + ")",
                            otherCluster,
                            withDependencies,
                            prune ? Optional.of(new PruneRequest(allowKinds, maxDeletes)) : Optional.empty(),
                            Optional.empty()));
        }
    }

    /** What a snapshot proves about one namespace says nothing about another. */
    private void refuseContradictions(NamespaceMap namespaces, Selection wanted) {
        if (prune && !namespaces.isEmpty()) {
            throw Failure.usage(
                    "bad-options",
                    "restore " + revision + " into other namespaces with --prune",
                    "the snapshot does not prove what should not be there",
                    "leave --prune out; tidemark undo deletes what the restore made");
        }
        for (String namespace : namespaces.names().keySet()) {
            if (!wanted.namespaces().contains(namespace)) {
                throw Failure.usage(
                        "bad-options",
                        "map the namespace " + namespace,
                        "it is not among the selected ones",
                        "add -n " + namespace + ", or leave out -n to select the mapped namespaces");
            }
        }
    }
}
