package dev.tidemark.reconciler.bundle;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tidemark.reconciler.keys.ControllerKeys;
import dev.tidemark.reconciler.keys.EscrowList;
import dev.tidemark.reconciler.keys.KeyHome;
import dev.tidemark.snapshots.bundle.BundleEntry;
import dev.tidemark.snapshots.bundle.BundleWriter;
import dev.tidemark.snapshots.bundle.SideFile;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.Signatory;
import dev.tidemark.snapshots.history.History;
import dev.tidemark.snapshots.history.Snapshot;
import dev.tidemark.snapshots.layout.SnapshotLayout;
import dev.tidemark.snapshots.seal.Unsealer;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts together what a break-glass bundle of one repository holds, and vouches for it. */
public final class Bundler {

    private final Unsealer unsealer;
    private final String repository;
    private final KeyHome keys;
    private final Optional<Signatory> signatory;
    private final Clock clock;

    /**
     * @param repository id
     * @param signatory who signs its side files; empty where the history is not signed either
     */
    public Bundler(Unsealer unsealer, String repository, KeyHome keys, Optional<Signatory> signatory, Clock clock) {
        this.unsealer = unsealer;
        this.repository = repository;
        this.keys = keys;
        this.signatory = signatory;
        this.clock = clock;
    }

    /** The state of a snapshot as plain YAML, the keys, and how to use both. */
    public BundleContents contents(
            History history, Snapshot snapshot, ControllerKeys controllerKeys, BundleWriter writer) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        PlainManifests.Read manifests = new PlainManifests(snapshot, unsealer).read();
        EscrowList escrow = new EscrowList(repository, keys.set(), controllerKeys);
        List<BundleEntry> entries = new ArrayList<>();
        entries.add(text("README.txt", new Readme(history, snapshot, manifests, escrow, now, writer).text()));
        entries.add(BundleEntry.of("keys.yaml", escrow.encode().reveal()));
        keys.sealingCertificate().ifPresent(c -> entries.add(BundleEntry.of("sealing.crt", c.pem())));
        signers(snapshot).ifPresent(signers -> entries.add(BundleEntry.of("allowed_signers", signers)));
        entries.add(BundleEntry.of("commit.yaml", commits(history, snapshot.commit())));
        entries.addAll(manifests.entries());
        return new BundleContents(
                snapshot.commit(),
                now,
                entries,
                manifests.entries().size(),
                manifests.opened(),
                manifests.shortfalls());
    }

    private static BundleEntry text(String path, String text) {
        return BundleEntry.of(path, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Our own key signs commits and bundles; without one there is only what the repository says. */
    private Optional<byte[]> signers(Snapshot snapshot) {
        return signatory
                .map(signer -> ("tidemark@localhost namespaces=\"git," + SideFile.NAMESPACE + "\" "
                                + signer.publicLine() + "\n")
                        .getBytes(StandardCharsets.UTF_8))
                .or(() -> snapshot.file(SnapshotLayout.ALLOWED_SIGNERS));
    }

    private byte[] commits(History history, Commit commit) {
        return CanonicalYaml.write(JsonNodeFactory.instance
                .objectNode()
                .put("repository", repository)
                .put("component", history.component())
                .put("commit", commit.id())
                .put("time", commit.time().toString())
                .put("newest", history.tip().orElse(commit).id()));
    }

    /** Writes the file of a bundle; returns what its side file says. */
    public SideFile write(BundleContents contents, BundleWriter writer, OutputStream file) throws IOException {
        return writer.write(
                file, contents.createdAt(), repository, contents.commit().id(), contents.entries());
    }

    /** Who signs; empty where nobody does. */
    public Optional<String> signer() {
        return signatory.map(Signatory::fingerprint);
    }

    /** The signature of a side file, as {@code ssh-keygen -Y verify} reads it. */
    public Optional<String> signature(byte[] sideFile) {
        return signatory.map(signer -> signer.sign(sideFile, SideFile.NAMESPACE) + "\n");
    }
}
