package dev.tidemark.reconciler.capture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.normalise.ClusterFacts;
import dev.tidemark.policies.normalise.FactCollector;
import dev.tidemark.policies.normalise.Normalised;
import dev.tidemark.policies.normalise.Normaliser;
import dev.tidemark.policies.normalise.Note;
import dev.tidemark.policies.secrecy.KnownSecrets;
import dev.tidemark.policies.select.ObjectFilter;
import dev.tidemark.reconciler.cluster.ClusterIdentity;
import dev.tidemark.reconciler.cluster.ClusterReader;
import dev.tidemark.reconciler.cluster.Cut;
import dev.tidemark.reconciler.cluster.Discovery;
import dev.tidemark.reconciler.cluster.Listing;
import dev.tidemark.snapshots.history.Snapshot;
import dev.tidemark.snapshots.layout.SecretDocuments;
import dev.tidemark.snapshots.model.Coverage;
import dev.tidemark.snapshots.model.OwnerReference;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.model.TypeTable;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One pass over the cluster. Objects arrive from several threads; what needs all of them is settled at the end. */
final class ExportRun {

    private final ClusterReader reader;
    private final Normaliser normaliser;
    private final ObjectFilter filter;
    private final TypeTable types;
    private final Progress progress;
    private final ManifestWriter writer;
    private final FactCollector collector = new FactCollector();
    private final Set<String> uids = ConcurrentHashMap.newKeySet();
    private final KnownSecrets known = new KnownSecrets();
    private final Queue<Candidate> owned = new ConcurrentLinkedQueue<>();
    private final Queue<Exported.Skip> skipped = new ConcurrentLinkedQueue<>();
    private final Queue<Note> notes = new ConcurrentLinkedQueue<>();
    private volatile ClusterFacts facts = ClusterFacts.none();

    /** An object that a controller owns: exported only if that owner is not. Its tree is not held. */
    private record Candidate(
            ResourceType type, ResourceId id, String ownerUid, OwnerReference controller, Normalised.Skipped skipped) {}

    ExportRun(
            ClusterReader reader,
            Normaliser normaliser,
            ObjectFilter filter,
            TypeTable types,
            Optional<Snapshot> base,
            Seals seals,
            Wholeness wholeness,
            ManifestSink sink,
            Progress progress) {
        this.reader = reader;
        this.normaliser = normaliser;
        this.filter = filter;
        this.types = types;
        this.progress = progress;
        this.writer = new ManifestWriter(base, seals, wholeness, sink);
    }

    Cut run(List<List<Listing>> phases) {
        int lists = phases.stream().mapToInt(List::size).sum();
        Set<String> listed = ConcurrentHashMap.newKeySet();
        phases.forEach(phase ->
                phase.forEach(l -> listed.add(l.type().group() + "/" + l.type().kind())));
        try (WorkQueue work = new WorkQueue()) {
            Cut cut = reader.export(
                    phases,
                    (type, objects) -> {
                        progress.advanced(lists, objects.size());
                        objects.forEach(live -> collector.accept(type, live));
                        work.submit(() -> objects.forEach(live -> accept(type, live)));
                    },
                    () -> {
                        work.await();
                        facts = collector.facts();
                    });
            work.await();
            settleOwned(listed, cut.revision());
            return cut;
        }
    }

    private void accept(ResourceType type, ObjectNode live) {
        JsonNode metadata = live.path("metadata");
        ResourceId id = type.id(
                metadata.path("namespace").asText(""), metadata.path("name").asText());
        uids.add(metadata.path("uid").asText()); // whatever becomes of it: it is there, and its dependents are its own
        known.addName(id.name());
        if (SecretDocuments.isSecret(id)) {
            known.add(id, live.path("data"));
        }
        boolean wanted = filter.wantsType(type) && filter.test(id, metadata.path("labels"));
        switch (normaliser.normalise(type, live, facts)) {
            case Normalised.Kept kept -> {
                if (wanted) {
                    keep(kept);
                }
            }
            case Normalised.Skipped skip -> {
                if (wanted) {
                    skipped.add(new Exported.Skip(skip.id(), skip.reason(), skip.detail()));
                }
            }
            case Normalised.Owned candidate -> {
                if (wanted) {
                    owned.add(new Candidate(
                            type, candidate.id(), candidate.ownerUid(), candidate.controller(), candidate.skipped()));
                }
            }
        }
    }

    private void keep(Normalised.Kept kept) {
        notes.addAll(kept.notes());
        writer.write(kept.manifest(), kept.owners(), facts);
    }

    /**
     * A controller makes its objects again, so they are left out; but an object whose controller is gone, or is itself
     * not exported, is nobody else's to bring back. Owners of types outside the selection are presumed to exist.
     */
    private void settleOwned(Set<String> listed, String revision) {
        for (Candidate candidate : owned) {
            OwnerReference controller = candidate.controller();
            boolean selected = listed.contains(controller.group() + "/" + controller.kind());
            if (uids.contains(candidate.ownerUid()) || (!selected && !leftOutByRule(controller))) {
                skipped.add(new Exported.Skip(
                        candidate.id(),
                        candidate.skipped().reason(),
                        candidate.skipped().detail()));
            } else {
                orphan(candidate, revision);
            }
        }
    }

    private boolean leftOutByRule(OwnerReference controller) {
        return types.ofKind(controller.group(), controller.kind())
                .map(normaliser::skipsType)
                .orElse(true);
    }

    private void orphan(Candidate candidate, String revision) {
        ResourceId id = candidate.id();
        reader.getAt(candidate.type(), id.namespace(), id.name(), revision).ifPresent(live -> {
            switch (normaliser.normaliseOrphan(candidate.type(), live, facts)) {
                case Normalised.Kept kept -> keep(kept);
                case Normalised.Skipped skip -> skipped.add(new Exported.Skip(skip.id(), skip.reason(), skip.detail()));
                case Normalised.Owned again ->
                    throw new IllegalStateException("an orphan has no owner to wait for: " + again.id());
            }
        });
    }

    Exported result(ClusterIdentity cluster, Discovery discovery, Cut cut, List<Coverage.Entry> excluded) {
        return new Exported(
                cluster,
                discovery,
                cut,
                writer.objects(),
                writer.owners(),
                facts,
                excluded,
                List.copyOf(skipped),
                List.copyOf(notes),
                writer.unsealed(),
                List.of(),
                known,
                writer.sealing());
    }
}
