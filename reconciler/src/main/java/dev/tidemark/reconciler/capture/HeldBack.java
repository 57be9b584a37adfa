package dev.tidemark.reconciler.capture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.normalise.Note;
import dev.tidemark.policies.secrecy.LeakGuard;
import dev.tidemark.snapshots.layout.SealedDocuments;
import dev.tidemark.snapshots.layout.SecretDocuments;
import dev.tidemark.snapshots.model.BlobId;
import dev.tidemark.snapshots.model.Manifest;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.seal.SealedManifests;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/**
 * Holds back what an export changes and anybody could read, until every Secret has been seen; then passes on what holds none
 * of their values. What is the same as in the base is out already, and is not looked at.
 */
final class HeldBack implements ManifestSink {

    private final ManifestSink sink;
    private final Queue<Held> held = new ConcurrentLinkedQueue<>();
    private final Queue<LeakGuard.Leak> withheld = new ConcurrentLinkedQueue<>();
    private final Queue<Note> notes = new ConcurrentLinkedQueue<>();
    private final Map<String, Exported.Entry> sealed = new ConcurrentHashMap<>();

    private record Held(String path, ResourceId id, Deflated yaml, Optional<BlobId> before) {}

    HeldBack(ManifestSink sink) {
        this.sink = sink;
    }

    @Override
    public void changed(String path, Manifest manifest, byte[] yaml, Optional<BlobId> before) {
        if (readable(manifest).isEmpty()) {
            sink.changed(path, manifest, yaml, before);
        } else {
            held.add(new Held(path, manifest.id(), Deflated.of(yaml), before));
        }
    }

    @Override
    public void restart() {
        held.clear();
        sink.restart();
    }

    /** What of an object is no ciphertext and could be a secret: of one that is sealed, the annotations. */
    private static ObjectNode readable(Manifest manifest) {
        if (!SealedDocuments.isSealed(manifest.tree())) {
            return manifest.tree();
        }
        ObjectNode readable = JsonNodeFactory.instance.objectNode();
        JsonNode annotations = SecretDocuments.isSecret(manifest.id())
                ? SealedManifests.metadata(manifest).path("annotations")
                : readable;
        if (!annotations.isEmpty()) {
            readable.putObject("metadata").set("annotations", annotations);
        }
        return readable;
    }

    /**
     * @param seen the export, which has ended
     * @param seal what an object with a leak is passed on as; empty when it is withheld
     * @return the export without what is withheld
     */
    Exported release(Exported seen, LeakGuard guard, Function<Manifest, Optional<Manifest>> seal) {
        try (WorkQueue work = new WorkQueue()) {
            for (Held next = held.poll(); next != null; next = held.poll()) {
                Held one = next;
                work.submit(() -> judge(one, guard, seal));
            }
            work.await();
        }
        return seen.guarded(withheld.stream().sorted().toList(), sealed, notes);
    }

    private void judge(Held one, LeakGuard guard, Function<Manifest, Optional<Manifest>> seal) {
        byte[] yaml = one.yaml().inflate();
        Manifest manifest = new Manifest(one.id(), CanonicalYaml.read(yaml));
        LeakGuard.Inspection inspection = guard.inspect(one.id(), readable(manifest));
        if (inspection.leak().isEmpty()) {
            inspection
                    .tokens()
                    .forEach(token ->
                            notes.add(new Note(one.id(), Note.TOKEN, token.field() + " looks like " + token.what())));
            sink.changed(one.path(), manifest, yaml, one.before());
            return;
        }
        seal.apply(manifest)
                .ifPresentOrElse(
                        document -> passOn(one, document),
                        () -> withheld.add(inspection.leak().get()));
    }

    private void passOn(Held one, Manifest document) {
        byte[] yaml = CanonicalYaml.write(document.tree());
        sealed.put(
                one.path(),
                new Exported.Entry(one.id(), BlobId.of(yaml), SealedDocuments.file(one.path(), document.tree())));
        sink.changed(one.path(), document, yaml, one.before());
    }
}
