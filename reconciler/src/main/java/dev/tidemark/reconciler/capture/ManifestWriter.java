package dev.tidemark.reconciler.capture;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.normalise.ClusterFacts;
import dev.tidemark.policies.normalise.ComparedForm;
import dev.tidemark.snapshots.diff.Differ;
import dev.tidemark.snapshots.history.Snapshot;
import dev.tidemark.snapshots.layout.SealedDocuments;
import dev.tidemark.snapshots.layout.SecretDocuments;
import dev.tidemark.snapshots.layout.SnapshotLayout;
import dev.tidemark.snapshots.model.BlobId;
import dev.tidemark.snapshots.model.Manifest;
import dev.tidemark.snapshots.model.OwnerReference;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.seal.Sealer;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Turns kept objects into manifest bytes, seals what is secret, and passes on what the base does not have. */
final class ManifestWriter {

    private final Optional<Snapshot> base;
    private final Seals seals;
    private final Wholeness wholeness;
    private final ManifestSink sink;
    private final SortedMap<String, Exported.Entry> objects = new ConcurrentSkipListMap<>();
    private final SortedMap<String, List<OwnerReference>> owners = new ConcurrentSkipListMap<>();
    private final Queue<ResourceId> unsealed = new ConcurrentLinkedQueue<>();
    private final AtomicInteger secrets = new AtomicInteger();
    private final AtomicInteger whole = new AtomicInteger();
    private final AtomicInteger sealedAnew = new AtomicInteger();

    ManifestWriter(Optional<Snapshot> base, Seals seals, Wholeness wholeness, ManifestSink sink) {
        this.base = base;
        this.seals = seals;
        this.wholeness = wholeness;
        this.sink = sink;
    }

    void write(Manifest manifest, List<OwnerReference> ownedBy, ClusterFacts facts) {
        String path = SnapshotLayout.path(manifest.id());
        Optional<BlobId> before = base.flatMap(b -> b.index().get(path));
        Optional<Manifest> document = document(manifest, path, before);
        if (document.isEmpty()) {
            unsealed.add(manifest.id());
            return;
        }
        byte[] yaml = CanonicalYaml.write(document.get().tree());
        BlobId blob = BlobId.of(yaml);
        if (before.isPresent() && !before.get().equals(blob) && onlyScaled(document.get(), path, before.get(), facts)) {
            blob = before.get();
        }
        String file = SealedDocuments.file(path, document.get().tree());
        objects.put(path, new Exported.Entry(manifest.id(), blob, file));
        if (!ownedBy.isEmpty()) {
            owners.put(path, ownedBy);
        }
        if (!base.flatMap(b -> b.files().get(file)).equals(Optional.of(blob))) {
            sink.changed(path, document.get(), yaml, before);
        }
    }

    /** What stands for the object, or empty when it has to be sealed and nothing can. */
    private Optional<Manifest> document(Manifest manifest, String path, Optional<BlobId> before) {
        if (SecretDocuments.isSecret(manifest.id())) {
            secrets.incrementAndGet();
            return sealed(manifest, path, before, previous -> seals.secret(manifest.tree(), previous));
        }
        if (wholeness.sealed(manifest, path, before)) {
            whole.incrementAndGet();
            return sealed(manifest, path, before, previous -> seals.whole(manifest, previous));
        }
        return Optional.of(manifest);
    }

    private Optional<Manifest> sealed(
            Manifest manifest,
            String path,
            Optional<BlobId> before,
            Function<Optional<ObjectNode>, Optional<Sealer.Sealed>> seal) {
        Optional<ObjectNode> previous = before.flatMap(blob -> before(path, blob));
        return seal.apply(previous.filter(SealedDocuments::isSealed)).map(made -> {
            if (made.itemsSealed() > 0) {
                sealedAnew.incrementAndGet();
            }
            return new Manifest(manifest.id(), made.document());
        });
    }

    /** An autoscaler at work is no change of the declared state: the file stays as it was. */
    private boolean onlyScaled(Manifest manifest, String path, BlobId before, ClusterFacts facts) {
        if (base.isEmpty() || !facts.hpaScales(manifest.id())) {
            return false;
        }
        ObjectNode now = manifest.tree().deepCopy();
        Optional<ObjectNode> then = before(path, before);
        ComparedForm.forget(manifest.id(), now, facts);
        then.ifPresent(tree -> ComparedForm.forget(manifest.id(), tree, facts));
        return then.filter(tree -> Differ.equal(now, tree)).isPresent();
    }

    /** What stood there before; a file that is damaged is as good as none, and is written anew. */
    private Optional<ObjectNode> before(String path, BlobId blob) {
        return base.flatMap(b -> b.readable(path, blob)).map(Manifest::tree);
    }

    SortedMap<String, Exported.Entry> objects() {
        return new TreeMap<>(objects);
    }

    SortedMap<String, List<OwnerReference>> owners() {
        return new TreeMap<>(owners);
    }

    List<ResourceId> unsealed() {
        return unsealed.stream().sorted().toList();
    }

    Exported.Sealing sealing() {
        return new Exported.Sealing(secrets.get(), whole.get(), sealedAnew.get());
    }
}
