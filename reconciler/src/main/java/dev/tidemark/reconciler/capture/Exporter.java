package dev.tidemark.reconciler.capture;

import dev.tidemark.policies.normalise.Normaliser;
import dev.tidemark.policies.policy.SecretsPolicy;
import dev.tidemark.policies.secrecy.LeakGuard;
import dev.tidemark.policies.select.ObjectFilter;
import dev.tidemark.policies.select.Selection;
import dev.tidemark.reconciler.cluster.Cluster;
import dev.tidemark.reconciler.cluster.ClusterIdentity;
import dev.tidemark.reconciler.cluster.Cut;
import dev.tidemark.reconciler.cluster.Discovery;
import dev.tidemark.reconciler.cluster.RevisionExpired;
import dev.tidemark.snapshots.history.Snapshot;
import dev.tidemark.snapshots.layout.SecretDocuments;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.Manifest;
import java.util.Optional;

/** Exports a cluster, compared with a base: what is equal to the base costs neither a write nor a new seal. */
public final class Exporter {

    private static final int ATTEMPTS = 3;

    private final Cluster cluster;
    private final Normaliser normaliser;
    private final Seals seals;
    private final SecretsPolicy secrets;

    /**
     * What has to be sealed and cannot be is left out and named.
     *
     * @param seals what Secrets, and objects with sensitive fields, are sealed with
     * @param secrets which fields are sealed, and which may hold the value of a Secret
     */
    public Exporter(Cluster cluster, Normaliser normaliser, Seals seals, SecretsPolicy secrets) {
        this.cluster = cluster;
        this.normaliser = normaliser;
        this.seals = seals;
        this.secrets = secrets;
    }

    /**
     * For a commit: what holds the value of a Secret in plain text is withheld.
     *
     * @param selection what to export
     * @param base what to compare with
     * @param sealLeaks seal it whole instead, where that can be done
     * @param sink receives what differs from the base
     * @throws Failure when the cluster does not answer, or the selection names an unknown type
     */
    public Exported export(
            Selection selection, Optional<Snapshot> base, boolean sealLeaks, ManifestSink sink, Progress progress) {
        HeldBack heldBack = new HeldBack(sink);
        Exported seen = export(selection, base, seals, Wholeness.of(secrets.sensitive()), true, heldBack, progress);
        return heldBack.release(
                seen,
                new LeakGuard(seen.known(), secrets.allow()),
                manifest -> sealLeaks ? sealedWhole(manifest) : Optional.empty());
    }

    private Optional<Manifest> sealedWhole(Manifest manifest) {
        return SecretDocuments.isSecret(manifest.id())
                ? Optional.empty()
                : seals.whole(manifest, Optional.empty()).map(whole -> new Manifest(manifest.id(), whole.document()));
    }

    /** For a comparison with {@code base}, of which nothing leaves: what is sealed there is sealed here too. */
    public Exported beside(Snapshot base, Selection selection, ManifestSink sink, Progress progress) {
        return export(
                selection,
                Optional.of(base),
                seals.beside(),
                Wholeness.beside(base, secrets.sensitive()),
                false,
                sink,
                progress);
    }

    private Exported export(
            Selection selection,
            Optional<Snapshot> base,
            Seals sealing,
            Wholeness wholeness,
            boolean leaves,
            ManifestSink sink,
            Progress progress) {
        ClusterIdentity identity = cluster.identity();
        Discovery discovery = cluster.discover();
        ObjectFilter filter = selection.resolve(
                base.map(b -> discovery.types().plus(b.types())).orElse(discovery.types()));
        ExportScope scope = new ExportScope(discovery, normaliser, filter, leaves);
        for (int attempt = 1; ; attempt++) {
            ExportRun run = new ExportRun(
                    cluster.reader(), normaliser, filter, discovery.types(), base, sealing, wholeness, sink, progress);
            try {
                Cut cut = run.run(scope.phases());
                return run.result(identity, discovery, cut, scope.excluded());
            } catch (RevisionExpired e) {
                if (attempt == ATTEMPTS) {
                    throw Failure.failed(
                            "revision-expired",
                            "list the cluster " + identity.name() + " at one revision",
                            "the server forgot the revision " + ATTEMPTS + " times before the lists were done",
                            "it compacts its history faster than usual: look at etcd's compaction interval",
                            e);
                }
                sink.restart();
            }
        }
    }
}
