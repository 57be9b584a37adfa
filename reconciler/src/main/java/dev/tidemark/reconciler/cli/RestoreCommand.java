package dev.tidemark.reconciler.cli;

import dev.tidemark.policies.mapping.NamespaceMap;
import dev.tidemark.policies.select.Selection;
import dev.tidemark.reconciler.restore.OwnedByOthers;
import dev.tidemark.reconciler.restore.PruneRequest;
import dev.tidemark.reconciler.restore.RestoreScope;
import dev.tidemark.reconciler.restore.SavedPlan;
import dev.tidemark.reconciler.restore.SecretsMode;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.history.History;
import dev.tidemark.snapshots.model.Failure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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

    @Parameters(
            paramLabel = "REV",
            index = "0",
            arity = "0..1",
            description = "A commit, tag, branch, time, or latest. With --plan it may be left out.")
    @Nullable
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

    @Option(
            names = "--plan-out",
            paramLabel = "FILE",
            description = "Save the plan, proven as by --dry-run, instead of carrying it out.")
    @Nullable
    Path planOut;

    @Option(
            names = "--plan",
            paramLabel = "FILE",
            description = "Carry out exactly this saved plan, with the selection and options that it was made with.")
    @Nullable
    Path plan;

    @Option(names = "--other-cluster", description = "Accept a snapshot of another cluster.")
    boolean otherCluster;

    RestoreCommand(GlobalOptions global, Workbench workbench, Terminal terminal, Answers answers) {
        super(global, workbench, terminal, answers);
    }

    @Override
    public Integer call() {
        if (revision == null && plan == null) {
            throw Failure.usage(
                    "usage", "read the command line", "a REV is missing", "name a snapshot: tidemark log lists them");
        }
        dryRun |= planOut != null;
        Optional<SavedPlan> approved = Optional.ofNullable(plan).map(PlanFile::read);
        checkOptions("restore "
                + Optional.ofNullable(revision)
                        .or(() -> approved.map(SavedPlan::commit))
                        .orElse(""));
        RestoreScope asked = asked();
        approved.ifPresent(saved -> refuseOtherScope(saved, asked));
        try (Session session = workbench.openWithCluster(global)) {
            History history = session.history();
            Commit commit = commit(history, approved);
            RestoreScope scope = approved.map(SavedPlan::scope)
                    .orElseGet(() -> asked.selection().isEverything() ? whole(asked, session, history) : asked);
            return bringBack(
                    session,
                    new Target(
                            history,
                            history.open(commit),
                            scope,
                            headline(approved.isPresent() ? scope : asked, commit),
                            otherCluster,
                            Optional.empty(),
                            approved,
                            Optional.ofNullable(planOut)));
        }
    }

    private RestoreScope asked() {
        NamespaceMap namespaces = NamespaceMap.parse(mapNamespaces);
        Selection wanted = namespaces.source(options.selection(objects));
        refuseContradictions(namespaces, wanted);
        return new RestoreScope(
                wanted,
                namespaces,
                secrets,
                allowRecreate,
                withDependencies,
                ownedByOthers,
                prune ? Optional.of(new PruneRequest(allowKinds, maxDeletes)) : Optional.empty());
    }

    /** Everything means everything that the component's policy selects. */
    private static RestoreScope whole(RestoreScope asked, Session session, History history) {
        return new RestoreScope(
                session.selectionOf(history.component()),
                asked.namespaces(),
                asked.secrets(),
                asked.allowRecreate(),
                asked.withDependencies(),
                asked.ownedByOthers(),
                asked.prune());
    }

    private static String headline(RestoreScope scope, Commit commit) {
        NamespaceMap namespaces = scope.namespaces();
        return scope.selection().describe() + (namespaces.isEmpty() ? "" : " (" + namespaces.describe() + ")") + " to "
                + commit.shortId() + " (" + Phrases.time(commit.time()) + ")";
    }

    private Commit commit(History history, Optional<SavedPlan> approved) {
        Optional<Commit> named = Optional.ofNullable(revision).map(history::resolve);
        if (approved.isEmpty()) {
            return named.orElseThrow();
        }
        Commit planned = history.resolve(approved.get().commit());
        if (named.isPresent() && !named.get().id().equals(planned.id())) {
            throw Failure.usage(
                    "plan-differs",
                    "carry out the plan " + plan + " for " + revision,
                    "it was made for " + planned.shortId(),
                    "leave REV out, or make a new plan with --plan-out");
        }
        return planned;
    }

    /** Given again, the scope must be the plan's; a plan is never narrowed or widened. */
    private void refuseOtherScope(SavedPlan saved, RestoreScope asked) {
        boolean silent = asked.equals(new RestoreScope(
                Selection.everything(),
                NamespaceMap.none(),
                SecretsMode.plain,
                List.of(),
                false,
                OwnedByOthers.apply,
                Optional.empty()));
        if (planOut != null || dryRun || (!silent && !asked.equals(saved.scope()))) {
            throw Failure.usage(
                    "plan-differs",
                    "carry out the plan " + plan,
                    planOut != null || dryRun
                            ? "it is already made"
                            : "the selection and options are not those that it was made with",
                    "give --plan without them; its own stand in the file");
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
