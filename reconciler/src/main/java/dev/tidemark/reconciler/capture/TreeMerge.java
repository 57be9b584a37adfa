package dev.tidemark.reconciler.capture;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tidemark.policies.select.ObjectFilter;
import dev.tidemark.reconciler.cluster.Cut;
import dev.tidemark.snapshots.history.Snapshot;
import dev.tidemark.snapshots.layout.ClusterFile;
import dev.tidemark.snapshots.layout.SnapshotLayout;
import dev.tidemark.snapshots.model.BlobId;
import dev.tidemark.snapshots.model.Coverage;
import dev.tidemark.snapshots.model.Manifest;
import dev.tidemark.snapshots.model.OwnerReference;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.model.TypeTable;
import dev.tidemark.snapshots.seal.SealedManifests;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Joins an export with the snapshot before it. The one rule: a file goes only when its own type and scope listed
 * completely and did not show it; whatever is unknown keeps its old file.
 */
final class TreeMerge {

    private final Exported exported;
    private final Optional<Snapshot> base;
    private final ObjectFilter filter;
    private final boolean everything;
    private final ListedScopes listed;
    private final Set<String> servedFolders = new HashSet<>();
    private final SortedMap<ResourceId, String> leftOut = new TreeMap<>();
    private final Set<String> leftOutPaths = new HashSet<>();

    /** {@code everything} = the export was not narrowed by an ad-hoc selection. */
    TreeMerge(Exported exported, Optional<Snapshot> base, ObjectFilter filter, boolean everything) {
        this.exported = exported;
        this.base = base;
        this.filter = filter;
        this.everything = everything;
        this.listed = new ListedScopes(exported);
        exported.discovery().types().types().forEach(type -> servedFolders.add(TypeScope.folder(type)));
        exported.unsealed().forEach(id -> leftOut.put(id, "not all of it could be sealed"));
        exported.withheld().forEach(leak -> leftOut.put(leak.id(), "what holds the value of a Secret is withheld"));
        leftOut.keySet().forEach(id -> leftOutPaths.add(SnapshotLayout.path(id)));
    }

    NextTree merge(int rulesVersion) {
        SortedMap<String, BlobId> manifests = new TreeMap<>();
        exported.objects().forEach((path, entry) -> manifests.put(path, entry.blob()));
        List<NextTree.Removed> removed = new ArrayList<>();
        List<String> leaving = new ArrayList<>();
        base.ifPresent(b -> b.files().forEach((file, blob) -> {
            if (!SnapshotLayout.isManifest(file)) {
                return;
            }
            String path = SnapshotLayout.objectPath(file);
            Exported.Entry now = exported.objects().get(path);
            if (now != null) {
                if (!now.file().equals(file)) {
                    leaving.add(file);
                }
            } else if (provenGone(path, blob)) {
                removed.add(new NextTree.Removed(path, identity(path, blob)));
                leaving.add(file);
            } else {
                manifests.put(path, blob);
            }
        }));
        TypeTable types = types(manifests);
        return new NextTree(
                manifests,
                removed,
                leaving,
                coverage(manifests, types),
                types,
                owners(manifests),
                new ClusterFile(exported.cluster().uid(), exported.cluster().kubernetes(), rulesVersion));
    }

    private boolean provenGone(String path, BlobId blob) {
        if (leftOutPaths.contains(path)) {
            return false;
        }
        if (!listed.provesAbsent(path) && !typeProvenGone(TypeScope.ofPath(path).typeFolder())) {
            return false;
        }
        return everything || selected(path, blob);
    }

    /** A type is gone for good only when its definition is: a missing API alone may be a broken server. */
    private boolean typeProvenGone(String folder) {
        if (servedFolders.contains(folder)) {
            return false;
        }
        String[] parts = folder.split("/", -1);
        String definition =
                "cluster/apiextensions.k8s.io/customresourcedefinitions/" + parts[1] + "." + parts[0] + ".yaml";
        return base.flatMap(b -> b.index().get(definition)).isPresent()
                && !exported.objects().containsKey(definition)
                && listed.provesAbsent(definition);
    }

    /** Whether the selection that was exported would have shown this object, had it been there. */
    private boolean selected(String path, BlobId blob) {
        return filter.test(
                identity(path, blob),
                base.orElseThrow()
                        .readable(path, blob)
                        .map(SealedManifests::labels)
                        .orElse(MissingNode.getInstance()));
    }

    /** Of a file that is lost, the path says it. */
    private ResourceId identity(String path, BlobId blob) {
        return base.orElseThrow().readable(path, blob).map(Manifest::id).orElseGet(() -> base.orElseThrow()
                .identityOf(path));
    }

    /**
     * The types that are served, and those that are not but of which something is kept, or whose group should answer and does
     * not. A type that is no longer served and of which nothing is here is none of this component's any more.
     */
    private TypeTable types(SortedMap<String, BlobId> manifests) {
        List<ResourceType> types = new ArrayList<>(exported.discovery().types().types());
        Set<String> kept = new HashSet<>();
        manifests.keySet().forEach(path -> kept.add(TypeScope.ofPath(path).typeFolder()));
        base.ifPresent(b -> b.types().types().stream()
                .filter(type -> !servedFolders.contains(TypeScope.folder(type)))
                .filter(type -> kept.contains(TypeScope.folder(type))
                        || exported.discovery().broken().containsKey(type.group()))
                .forEach(types::add));
        return new TypeTable(types);
    }

    private SortedMap<String, List<OwnerReference>> owners(SortedMap<String, BlobId> manifests) {
        SortedMap<String, List<OwnerReference>> owners = new TreeMap<>(exported.owners());
        base.ifPresent(b -> b.owners().forEach((path, list) -> {
            if (manifests.containsKey(path) && !exported.objects().containsKey(path)) {
                owners.put(path, list);
            }
        }));
        return owners;
    }

    private Coverage coverage(SortedMap<String, BlobId> manifests, TypeTable types) {
        Map<TypeScope, Integer> counts = new HashMap<>();
        for (String path : manifests.keySet()) {
            TypeScope.ofPath(path).withWhole().forEach(scope -> counts.merge(scope, 1, Integer::sum));
        }
        Map<String, Coverage.Entry> entries = new TreeMap<>();
        if (!everything) {
            base.ifPresent(b -> b.coverage().entries().forEach(e -> put(entries, e, counts)));
        }
        Map<String, Coverage.Entry> now = new TreeMap<>();
        exportedEntries().forEach(e -> put(now, e, counts));
        if (everything) {
            entries.putAll(now);
            unserved(types).forEach(e -> put(entries, e, counts));
        } else {
            now.values().stream()
                    .filter(e -> e.state() != Coverage.State.EXCLUDED)
                    .filter(e -> worthAdding(e, entries))
                    .forEach(e -> entries.put(key(e), e));
        }
        return new Coverage(entries.values().stream().map(this::honest).toList());
    }

    /** An ad-hoc selection adds what it learned, but its one namespace says nothing about a whole type. */
    private static boolean worthAdding(Coverage.Entry entry, Map<String, Coverage.Entry> known) {
        return known.values().stream()
                .noneMatch(e -> e.group().equals(entry.group())
                        && e.resource().equals(entry.resource())
                        && e.state() == Coverage.State.COMPLETE
                        && e.scope().equals(Coverage.ALL_NAMESPACES)
                        && !entry.scope().equals(Coverage.CLUSTER));
    }

    private List<Coverage.Entry> exportedEntries() {
        List<Coverage.Entry> entries = new ArrayList<>(exported.excluded());
        for (Cut.Outcome outcome : exported.cut().outcomes()) {
            ResourceType type = outcome.listing().type();
            if (exported.excluded().stream()
                    .noneMatch(
                            e -> e.group().equals(type.group()) && e.resource().equals(type.resource()))) {
                entries.add(new Coverage.Entry(
                        type.group(),
                        type.resource(),
                        outcome.listing().scope(),
                        outcome.state(),
                        0,
                        outcome.reason()));
            }
        }
        return entries;
    }

    /** What was seen and is not in the tree must not look as if it had not been there. */
    private Coverage.Entry honest(Coverage.Entry entry) {
        return leftOut.entrySet().stream()
                .filter(left -> entry.proves(left.getKey()))
                .findFirst()
                .map(left -> new Coverage.Entry(
                        entry.group(),
                        entry.resource(),
                        entry.scope(),
                        Coverage.State.PARTIAL,
                        entry.count(),
                        left.getValue()))
                .orElse(entry);
    }

    /** Types that were known and are not served now, and groups that do not answer. */
    private List<Coverage.Entry> unserved(TypeTable types) {
        List<Coverage.Entry> entries = new ArrayList<>();
        Set<String> groups = new HashSet<>();
        for (ResourceType type : types.types()) {
            if (!servedFolders.contains(TypeScope.folder(type))) {
                groups.add(type.group());
                entries.add(new Coverage.Entry(
                        type.group(),
                        type.resource(),
                        type.namespaced() ? Coverage.ALL_NAMESPACES : Coverage.CLUSTER,
                        Coverage.State.UNAVAILABLE,
                        0,
                        "not served"));
            }
        }
        exported.discovery().broken().forEach((group, reason) -> {
            if (!groups.contains(group)) {
                entries.add(new Coverage.Entry(
                        group, "*", Coverage.CLUSTER, Coverage.State.UNAVAILABLE, 0, "the API group does not answer"));
            }
        });
        return entries;
    }

    /** Adds {@code entry} with the count of the manifests that the tree holds of it. */
    private static void put(Map<String, Coverage.Entry> entries, Coverage.Entry entry, Map<TypeScope, Integer> counts) {
        Coverage.Entry counted = new Coverage.Entry(
                entry.group(),
                entry.resource(),
                entry.scope(),
                entry.state(),
                counts.getOrDefault(TypeScope.of(entry), 0),
                entry.reason());
        entries.put(key(counted), counted);
    }

    private static String key(Coverage.Entry entry) {
        return entry.group() + "\n" + entry.resource() + "\n" + entry.scope();
    }
}
