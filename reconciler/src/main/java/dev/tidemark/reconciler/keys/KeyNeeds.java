package dev.tidemark.reconciler.keys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.PathChange;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.history.History;
import dev.tidemark.snapshots.layout.SealedDocuments;
import dev.tidemark.snapshots.model.BlobId;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.seal.SealedManifests;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import dev.tidemark.snapshots.yaml.MalformedYaml;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which sealing keys the snapshots of a repository need, now and back to the first one. */
public final class KeyNeeds {

    private final SortedMap<String, Integer> items = new TreeMap<>();
    private final SortedMap<String, Integer> recipients = new TreeMap<>();
    private final SortedMap<String, Commit> newest = new TreeMap<>();

    private KeyNeeds() {}

    /** Looks through the whole history of each component, reading each sealed file once. */
    public static KeyNeeds of(SnapshotRepository repository, List<History> histories) {
        KeyNeeds needs = new KeyNeeds();
        Blobs blobs = new Blobs(repository);
        for (History history : histories) {
            history.tip().ifPresent(tip -> needs.walk(repository, blobs, history, tip));
        }
        return needs;
    }

    /** What the newest snapshots need: soon told, and says nothing of older ones. */
    public static KeyNeeds ofNewest(List<History> histories) {
        KeyNeeds needs = new KeyNeeds();
        for (History history : histories) {
            history.tip().ifPresent(tip -> needs.count(history, tip));
        }
        return needs;
    }

    private void count(History history, Commit tip) {
        KeyUse use = KeyUse.of(history.open(tip));
        use.items().forEach((name, count) -> {
            items.merge(name, count, Integer::sum);
            needed(name, tip);
        });
        use.recipients().forEach((name, count) -> recipients.merge(name, count, Integer::sum));
    }

    /** What a commit replaced or removed is what its parent, as the newest one, still needs. */
    private void walk(SnapshotRepository repository, Blobs blobs, History history, Commit tip) {
        count(history, tip);
        repository.walk(tip, commit -> {
            Optional<Commit> parent = commit.parents().stream().findFirst().flatMap(repository::resolve);
            parent.ifPresent(before -> repository.changes(parent, commit).stream()
                    .filter(change -> KeyUse.mayBeSealed(change.path()))
                    .map(PathChange::before)
                    .flatMap(Optional::stream)
                    .forEach(blob -> blobs.certificates(blob).forEach(name -> needed(name, before))));
            return true;
        });
    }

    private void needed(String certificate, Commit commit) {
        newest.merge(certificate, commit, (a, b) -> a.time().isAfter(b.time()) ? a : b);
    }

    /** The certificates that anything is sealed for; the empty name stands for items of which nothing says it. */
    public Set<String> certificates() {
        return newest.keySet();
    }

    /** How many items of the newest snapshots are sealed for it. */
    public int itemsAtHead(String certificate) {
        return items.getOrDefault(certificate, 0);
    }

    /** How many SOPS files of the newest snapshots each recipient of age opens. */
    public SortedMap<String, Integer> recipients() {
        return Collections.unmodifiableSortedMap(recipients);
    }

    /** The newest snapshot that needs it; empty when none does. */
    public Optional<Commit> newest(String certificate) {
        return Optional.ofNullable(newest.get(certificate));
    }

    /** What is sealed in a file, each looked at once. */
    private static final class Blobs {

        private final SnapshotRepository repository;
        private final Map<BlobId, Set<String>> known = new HashMap<>();

        Blobs(SnapshotRepository repository) {
            this.repository = repository;
        }

        Set<String> certificates(BlobId blob) {
            return known.computeIfAbsent(blob, this::read);
        }

        /** A file that is lost or damaged is for {@code verify} to tell; no key opens it. */
        private Set<String> read(BlobId blob) {
            try {
                ObjectNode document = CanonicalYaml.read(repository.read(blob));
                return SealedDocuments.isSealed(document)
                        ? Set.copyOf(SealedManifests.certificates(document))
                        : Set.of();
            } catch (MalformedYaml | Failure damaged) {
                return Set.of();
            }
        }
    }
}
