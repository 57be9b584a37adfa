package dev.tidemark.reconciler.restore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.mapping.NamespaceMap;
import dev.tidemark.policies.select.Selection;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.CommitDraft;
import dev.tidemark.snapshots.git.CommitResult;
import dev.tidemark.snapshots.git.CommitSigner;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.git.TreeTransaction;
import dev.tidemark.snapshots.layout.Trailers;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The record of every restore, one signed commit each. No value of any object is in it. */
public final class RestoreJournal {

    /** Where the journal's newest commit is. */
    public static final String REF = "refs/tidemark/restores";

    private static final String FILE = "restore.yaml";

    private final SnapshotRepository repository;
    private final CommitSigner signer;
    private final Clock clock;

    public RestoreJournal(SnapshotRepository repository, CommitSigner signer, Clock clock) {
        this.repository = repository;
        this.signer = signer;
        this.clock = clock;
    }

    /**
     * One restore.
     *
     * @param commit what was restored
     * @param restorePoint the present as it was before, where it was kept
     * @param selection of the cluster, in the names that its namespaces have here
     * @param namespaces the names that they have in the snapshot, where those are others
     * @param plan hash of the plan
     * @param user who carried it out, as the machine knows him
     * @param status {@code Started}, {@code Complete} or {@code Partial}; one that was killed stays {@code Started}
     */
    public record Entry(
            String id,
            String component,
            String commit,
            Optional<String> restorePoint,
            Selection selection,
            NamespaceMap namespaces,
            String plan,
            String user,
            String status,
            List<Outcome> outcomes) {

        public static final String STARTED = "Started";

        public Entry {
            outcomes = List.copyOf(outcomes);
        }

        /** This restore with its end. */
        public Entry ended(RestoreReport report) {
            String end = report.complete() ? Trailers.COMPLETE : Trailers.PARTIAL;
            return new Entry(
                    id, component, commit, restorePoint, selection, namespaces, plan, user, end, report.outcomes());
        }
    }

    /** @throws Failure when the repository cannot be written to */
    public void write(Entry entry) {
        String message = "Restore " + entry.id() + ": " + entry.selection().describe() + " to "
                + entry.commit().substring(0, 7) + "\n\n"
                + Trailers.RESTORE + ": " + entry.id() + "\n"
                + Trailers.COMPONENT + ": " + entry.component() + "\n"
                + Trailers.SNAPSHOT + ": " + entry.commit() + "\n"
                + entry.restorePoint()
                        .map(p -> Trailers.RESTORE_POINT + ": " + p + "\n")
                        .orElse("")
                + Trailers.STATUS + ": " + entry.status() + "\n"
                + Trailers.TIME + ": " + clock.instant() + "\n";
        Optional<Commit> tip = repository.tip(REF);
        try (TreeTransaction transaction = repository.begin(tip)) {
            transaction.put(FILE, CanonicalYaml.write(tree(entry)));
            CommitDraft draft = CommitDraft.byTidemark(message, clock.instant());
            if (transaction.commit(REF, tip, draft, signer) instanceof CommitResult.Raced) {
                throw Failure.failed(
                        "raced",
                        "write the record of restore " + entry.id(),
                        "another restore wrote its own at the same time",
                        "see what else restores from this repository, and try again");
            }
        }
    }

    /** Visits the restores, newest first, each as it ended, until {@code visit} says false. */
    public void walk(Predicate<Commit> visit) {
        List<String> seen = new ArrayList<>();
        repository
                .tip(REF)
                .ifPresent(tip -> repository.walk(tip, commit -> {
                    String id =
                            Trailers.of(commit.message()).get(Trailers.RESTORE).orElse("");
                    boolean first = !seen.contains(id);
                    seen.add(id);
                    return !first || visit.test(commit);
                }));
    }

    /** The restore {@code id}, or without one the newest that can be undone. */
    public Optional<Entry> find(Optional<String> id) {
        List<Entry> found = new ArrayList<>(1);
        walk(commit -> {
            Trailers trailers = Trailers.of(commit.message());
            boolean wanted = id.isPresent()
                    ? trailers.get(Trailers.RESTORE).equals(id)
                    : trailers.get(Trailers.RESTORE_POINT).isPresent();
            if (wanted) {
                found.add(read(commit));
            }
            return found.isEmpty();
        });
        return found.stream().findFirst();
    }

    private Entry read(Commit commit) {
        ObjectNode tree = repository
                .blobAt(commit, FILE)
                .map(repository::read)
                .map(CanonicalYaml::read)
                .orElseThrow(() -> new IllegalStateException("a journal commit without " + FILE + ": " + commit.id()));
        List<Outcome> outcomes = new ArrayList<>();
        for (JsonNode node : tree.path("results")) {
            outcomes.add(new Outcome(
                    ScopeDocument.id(node),
                    Outcome.Kind.ofWord(node.path("outcome").asText()),
                    node.path("reason").asText(),
                    node.path("uid").asText("")));
        }
        String point = tree.path("restorePoint").asText("");
        return new Entry(
                tree.path("restore").asText(),
                tree.path("component").asText(),
                tree.path("commit").asText(),
                point.isEmpty() ? Optional.empty() : Optional.of(point),
                ScopeDocument.selection(tree.path("selection")),
                ScopeDocument.namespaces(tree.path("namespaces")),
                tree.path("plan").asText(),
                tree.path("user").asText(),
                tree.path("status").asText(),
                outcomes);
    }

    private static ObjectNode tree(Entry entry) {
        ObjectNode tree = JsonNodeFactory.instance
                .objectNode()
                .put("restore", entry.id())
                .put("component", entry.component())
                .put("commit", entry.commit())
                .put("restorePoint", entry.restorePoint().orElse(""))
                .put("plan", entry.plan())
                .put("user", entry.user())
                .put("status", entry.status());
        tree.set("selection", ScopeDocument.of(entry.selection()));
        tree.set("namespaces", ScopeDocument.of(entry.namespaces()));
        ArrayNode results = tree.putArray("results");
        for (Outcome outcome : entry.outcomes()) {
            ObjectNode node = results.addObject()
                    .put("group", outcome.id().group())
                    .put("kind", outcome.id().kind())
                    .put("resource", outcome.id().resource())
                    .put("namespace", outcome.id().namespace())
                    .put("name", outcome.id().name())
                    .put("outcome", outcome.kind().word())
                    .put("reason", outcome.reason());
            if (!outcome.uid().isEmpty()) {
                node.put("uid", outcome.uid());
            }
        }
        return tree;
    }
}
