package dev.tidemark.reconciler.restore;

import dev.tidemark.policies.select.ObjectFilter;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.history.History;
import dev.tidemark.snapshots.history.Snapshot;
import dev.tidemark.snapshots.layout.Trailers;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.TypeTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The restores that the journal shows begun and never ended: they are at work, or were killed. */
public final class BegunRestores {

    private static final String ADMISSION = "cluster/admissionregistration.k8s.io/";

    private final SnapshotRepository repository;
    private final RestoreJournal journal;
    private final Function<String, History> histories;

    /** {@code histories} = the one of a component by name. */
    public BegunRestores(SnapshotRepository repository, RestoreJournal journal, Function<String, History> histories) {
        this.repository = repository;
        this.journal = journal;
        this.histories = histories;
    }

    /**
     * One of them.
     *
     * @param later the ids of those that were recorded after it, newest first
     */
    public record Begun(RestoreJournal.Entry entry, Instant time, List<String> later) {

        public Begun {
            later = List.copyOf(later);
        }
    }

    /** Newest first. */
    public List<Begun> withoutEnd() {
        List<Begun> begun = new ArrayList<>();
        List<String> later = new ArrayList<>();
        journal.walk(commit -> {
            Trailers trailers = Trailers.of(commit.message());
            Optional<String> id = trailers.get(Trailers.RESTORE);
            if (trailers.get(Trailers.STATUS).equals(Optional.of(RestoreJournal.Entry.STARTED))) {
                journal.find(id).ifPresent(entry -> begun.add(new Begun(entry, commit.time(), later)));
            }
            id.ifPresent(later::add);
            return true;
        });
        return begun;
    }

    /**
     * The webhook configurations that stood before the restore, should stand after it, and that no later one has dealt
     * with: what of them is missing was taken out of the way and not put back.
     *
     * @param served the types that the cluster serves
     */
    public Set<ResourceId> webhooks(Begun begun, TypeTable served) {
        Set<ResourceId> wanted = webhooks(begun.entry(), begun.entry().commit(), served);
        // The restore point holds the present of the restore's scope; without one, all of them may have stood.
        begun.entry().restorePoint().ifPresent(point -> wanted.retainAll(webhooks(begun.entry(), point, served)));
        begun.later().stream()
                .flatMap(id -> journal.find(Optional.of(id)).stream())
                .flatMap(entry -> entry.outcomes().stream())
                .forEach(outcome -> wanted.remove(outcome.id()));
        return wanted;
    }

    private Set<ResourceId> webhooks(RestoreJournal.Entry entry, String commit, TypeTable served) {
        Snapshot snapshot = histories.apply(entry.component()).open(repository.commit(commit));
        ObjectFilter scope = entry.selection().resolve(snapshot.types().plus(served));
        Set<ResourceId> found = new TreeSet<>();
        snapshot.forEachManifest(path -> path.startsWith(ADMISSION), (path, manifest) -> {
            ResourceId id = manifest.id();
            if (Disarming.configures(id)
                    && scope.test(id, manifest.tree().path("metadata").path("labels"))) {
                found.add(id);
            }
        });
        return found;
    }
}
