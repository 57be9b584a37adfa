package dev.tidemark.reconciler.capture;

import dev.tidemark.policies.normalise.ClusterFacts;
import dev.tidemark.policies.secrecy.KnownSecrets;
import dev.tidemark.policies.select.Selection;
import dev.tidemark.reconciler.cluster.ClusterIdentity;
import dev.tidemark.reconciler.cluster.Cut;
import dev.tidemark.reconciler.cluster.Discovery;
import dev.tidemark.reconciler.cluster.Listing;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.CommitDraft;
import dev.tidemark.snapshots.git.CommitResult;
import dev.tidemark.snapshots.git.CommitSigner;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.git.TreeTransaction;
import dev.tidemark.snapshots.history.History;
import dev.tidemark.snapshots.history.Snapshot;
import dev.tidemark.snapshots.layout.SnapshotLayout;
import dev.tidemark.snapshots.model.BlobId;
import dev.tidemark.snapshots.model.Coverage;
import dev.tidemark.snapshots.model.OwnerReference;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.model.TypeTable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What an export saw, told by hand, and a repository with the snapshots that it meets. */
final class ExportFixture implements AutoCloseable {

    static final ResourceType CONFIG_MAPS = type("", "ConfigMap", "configmaps", true);
    static final ResourceType SECRETS = type("", "Secret", "secrets", true);
    static final ResourceType NAMESPACES = type("", "Namespace", "namespaces", false);
    static final ResourceType CRDS =
            type("apiextensions.k8s.io", "CustomResourceDefinition", "customresourcedefinitions", false);
    static final ResourceType WIDGETS = type("example.com", "Widget", "widgets", true);

    private static final List<ResourceType> BUILT_IN = List.of(CONFIG_MAPS, SECRETS, NAMESPACES, CRDS);
    private static final String REF = "refs/heads/live/default";

    private final SnapshotRepository repository;

    ExportFixture(Path folder) {
        this.repository = SnapshotRepository.create(folder.resolve("repo"), true, "live/default");
    }

    private static ResourceType type(String group, String kind, String resource, boolean namespaced) {
        String singular = kind.toLowerCase(Locale.ROOT);
        return new ResourceType(group, "v1", kind, resource, singular, List.of(), namespaced, false);
    }

    SnapshotRepository repository() {
        return repository;
    }

    /** An export of a cluster that serves the built-in types of this fixture and {@code more}. */
    static Seen export(ResourceType... more) {
        return new Seen(more);
    }

    /** What one export saw. */
    static final class Seen {

        private final List<ResourceType> served = new ArrayList<>(BUILT_IN);
        private final List<Cut.Outcome> outcomes = new ArrayList<>();
        private final SortedMap<String, Exported.Entry> objects = new TreeMap<>();
        private final SortedMap<String, List<OwnerReference>> owners = new TreeMap<>();
        private final List<Coverage.Entry> excluded = new ArrayList<>();
        private final List<ResourceId> unsealed = new ArrayList<>();
        private Map<String, String> broken = Map.of();
        private String cluster = "cluster-uid";

        private Seen(ResourceType... more) {
            served.addAll(List.of(more));
        }

        Seen ofCluster(String uid) {
            cluster = uid;
            return this;
        }

        Seen brokenGroup(String group) {
            broken = Map.of(group, "its API does not answer");
            return this;
        }

        /** Every served type was listed completely, but for those that {@link #listed} tells otherwise later. */
        Seen listedAll() {
            served.forEach(type -> listed(type, "", Coverage.State.COMPLETE));
            return this;
        }

        /** A list of the type in a namespace, or everywhere with {@code ""}. */
        Seen listed(ResourceType type, String namespace, Coverage.State state) {
            Listing listing = new Listing(type, namespace);
            outcomes.removeIf(o -> o.listing().equals(listing));
            outcomes.add(new Cut.Outcome(listing, state, state == Coverage.State.COMPLETE ? "" : "HTTP 403"));
            return this;
        }

        Seen leftOut(ResourceType type) {
            String scope = type.namespaced() ? Coverage.ALL_NAMESPACES : Coverage.CLUSTER;
            excluded.add(new Coverage.Entry(
                    type.group(), type.resource(), scope, Coverage.State.EXCLUDED, 0, "left out by rule"));
            return this;
        }

        Seen saw(ResourceId... ids) {
            for (ResourceId id : ids) {
                objects.put(
                        SnapshotLayout.path(id),
                        new Exported.Entry(id, BlobId.of(manifest(id)), SnapshotLayout.path(id)));
            }
            return this;
        }

        /** The same, sealed whole. */
        Seen sawSealed(ResourceId id) {
            String path = SnapshotLayout.path(id);
            objects.put(path, new Exported.Entry(id, BlobId.of(new byte[] {1}), SnapshotLayout.sealed(path)));
            return this;
        }

        Seen owned(ResourceId id, String owner) {
            owners.put(SnapshotLayout.path(id), List.of(new OwnerReference("v1", "Node", owner, false, false)));
            return this;
        }

        Seen couldNotSeal(ResourceId id) {
            unsealed.add(id);
            return this;
        }

        Exported exported() {
            return new Exported(
                    new ClusterIdentity(cluster, "v1.36.3", "test"),
                    new Discovery(new TypeTable(served), Map.of(), broken),
                    new Cut("100", true, outcomes),
                    objects,
                    owners,
                    ClusterFacts.none(),
                    excluded,
                    List.of(),
                    List.of(),
                    unsealed,
                    List.of(),
                    new KnownSecrets(),
                    new Exported.Sealing(0, 0, 0));
        }

        /** Joined with {@code base}, as the whole of a component. */
        NextTree onto(Snapshot base) {
            return merge(Optional.of(base), Selection.everything(), true);
        }

        /** Joined with {@code base}, as no more than {@code selection} of it. */
        NextTree onto(Snapshot base, Selection selection) {
            return merge(Optional.of(base), selection, false);
        }

        NextTree first() {
            return merge(Optional.empty(), Selection.everything(), true);
        }

        private NextTree merge(Optional<Snapshot> base, Selection selection, boolean everything) {
            TypeTable known = new TypeTable(served);
            TypeTable types = base.map(b -> known.plus(b.types())).orElse(known);
            return new TreeMerge(exported(), base, selection.resolve(types), everything).merge(1);
        }
    }

    /** Commits this tree as a complete snapshot, with a manifest for each of these objects. */
    Snapshot commit(NextTree tree, ResourceId... ids) {
        Optional<Commit> tip = repository.tip(REF);
        try (TreeTransaction transaction = repository.begin(tip)) {
            tree.files().forEach(transaction::put);
            for (ResourceId id : ids) {
                transaction.put(SnapshotLayout.path(id), manifest(id));
            }
            CommitDraft draft = new CommitDraft(
                    "snapshot\n\nTidemark-Status: Complete\n", "Tidemark", "t@example.com", Instant.EPOCH);
            CommitResult result = transaction.commit(REF, tip, draft, CommitSigner.NONE);
            return new History(repository, "default", Clock.systemUTC())
                    .open(((CommitResult.Committed) result).commit());
        }
    }

    /** The complete snapshot of a cluster that had these objects, and no others. */
    Snapshot snapshot(Seen seen, ResourceId... ids) {
        return commit(seen.listedAll().saw(ids).first(), ids);
    }

    private static byte[] manifest(ResourceId id) {
        String apiVersion = id.group().isEmpty() ? "v1" : id.group() + "/v1";
        String namespace = id.namespaced() ? "\n  namespace: " + id.namespace() : "";
        return ("apiVersion: " + apiVersion + "\nkind: " + id.kind() + "\nmetadata:\n  name: " + id.name() + namespace
                        + "\n  labels:\n    app: " + id.name() + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        repository.close();
    }
}
