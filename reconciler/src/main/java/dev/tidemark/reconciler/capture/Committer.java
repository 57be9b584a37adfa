package dev.tidemark.reconciler.capture;

import dev.tidemark.policies.policy.BackupPolicy;
import dev.tidemark.reconciler.cluster.Cut;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.CommitDraft;
import dev.tidemark.snapshots.git.CommitResult;
import dev.tidemark.snapshots.git.CommitSigner;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.git.TreeTransaction;
import dev.tidemark.snapshots.history.RunRecord;
import dev.tidemark.snapshots.history.Snapshot;
import dev.tidemark.snapshots.layout.RepositoryFile;
import dev.tidemark.snapshots.layout.SnapshotLayout;
import dev.tidemark.snapshots.layout.Trailers;
import dev.tidemark.snapshots.model.BlobId;
import dev.tidemark.snapshots.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Writes what Tidemark says into commits: snapshots with their trailers, and the record of every run. */
public final class Committer {

    private final SnapshotRepository repository;
    private final String repositoryId;
    private final CommitSigner signer;
    private final Clock clock;

    public Committer(SnapshotRepository repository, String repositoryId, CommitSigner signer, Clock clock) {
        this.repository = repository;
        this.repositoryId = repositoryId;
        this.signer = signer;
        this.clock = clock;
    }

    /**
     * The commit that a new repository begins with: the files that every history has and {@code more}, and nothing of a
     * cluster yet.
     */
    public Commit begin(String ref, String component, Map<String, byte[]> more) {
        String message = "Begin a snapshot repository\n\n"
                + Trailers.REPOSITORY + ": " + repositoryId + "\n"
                + Trailers.COMPONENT + ": " + component + "\n";
        try (TreeTransaction transaction = repository.begin(Optional.empty())) {
            firstFiles().forEach(transaction::put);
            more.forEach(transaction::put);
            CommitResult result = transaction.commit(ref, Optional.empty(), draft(message), signer);
            return ((CommitResult.Committed) result).commit();
        }
    }

    /** What every component's history begins with. */
    private Map<String, byte[]> firstFiles() {
        return Map.of(
                SnapshotLayout.ATTRIBUTES,
                "* -text\n".getBytes(StandardCharsets.UTF_8),
                SnapshotLayout.REPOSITORY,
                new RepositoryFile(repositoryId).toYaml());
    }

    /** Adds the files that describe the export, and commits to {@code ref}, if that still points to {@code expected}. */
    CommitResult commit(
            String ref,
            Optional<Commit> expected,
            TreeTransaction transaction,
            Optional<Snapshot> base,
            NextTree tree,
            Optional<BackupPolicy> policy,
            String message) {
        tree.leaving().forEach(transaction::remove);
        if (base.isEmpty()) {
            firstFiles().forEach(transaction::put);
        }
        files(tree, policy).forEach((path, bytes) -> {
            if (!base.flatMap(b -> b.index().get(path)).equals(Optional.of(BlobId.of(bytes)))) {
                transaction.put(path, bytes);
            }
        });
        if (policy.isEmpty()
                && base.flatMap(b -> b.index().get(SnapshotLayout.POLICY)).isPresent()) {
            transaction.remove(SnapshotLayout.POLICY);
        }
        CommitDraft draft = base.map(b -> draft(message).after(b.commit())).orElse(draft(message));
        return transaction.commit(ref, expected, draft, signer);
    }

    private static Map<String, byte[]> files(NextTree tree, Optional<BackupPolicy> policy) {
        Map<String, byte[]> files = new LinkedHashMap<>(tree.files());
        policy.ifPresent(p -> files.put(SnapshotLayout.POLICY, p.source()));
        return files;
    }

    /**
     * Whether there is anything to commit. If the manifests are the same and the cluster has only been seen worse than
     * before, there is not: the run record says it.
     */
    boolean worthCommit(Optional<Snapshot> base, NextTree tree, Changes changes, Optional<BackupPolicy> policy) {
        if (base.isEmpty()
                || !base.get().trailers().snapshot()
                || changes.modified() > 0
                || !changes.list().isEmpty()) {
            return true;
        }
        Map<String, byte[]> files = files(tree, policy);
        if (tree.coverage().gaps().size() > base.get().coverage().gaps().size()) {
            files.remove(SnapshotLayout.COVERAGE);
            files.remove(SnapshotLayout.TYPES);
        }
        boolean policyGone = policy.isEmpty()
                && base.get().index().get(SnapshotLayout.POLICY).isPresent();
        return policyGone
                || files.entrySet().stream()
                        .anyMatch(
                                f -> !base.get().index().get(f.getKey()).equals(Optional.of(BlobId.of(f.getValue()))));
    }

    /** The trailers of a snapshot. */
    String trailers(
            SnapshotRequest request, Exported exported, Optional<Snapshot> base, NextTree tree, boolean complete) {
        Map<String, String> trailers = new LinkedHashMap<>();
        trailers.put(Trailers.REPOSITORY, repositoryId);
        trailers.put(Trailers.CLUSTER, exported.cluster().uid());
        trailers.put(Trailers.REVISION, exported.cut().revision());
        trailers.put(Trailers.KUBERNETES, exported.cluster().kubernetes());
        trailers.put(Trailers.POLICY, request.policy().map(Committer::name).orElse("none"));
        trailers.put(Trailers.COMPONENT, request.component());
        trailers.put(Trailers.STATUS, complete ? Trailers.COMPLETE : Trailers.PARTIAL);
        trailers.put(Trailers.OBJECTS, Integer.toString(tree.manifests().size()));
        trailers.put(Trailers.SEQUENCE, Long.toString(sequence(base) + 1));
        if (request.adHoc()) {
            trailers.put(Trailers.SELECTION, request.selection().describe());
        }
        base.flatMap(Snapshot::cluster)
                .filter(c -> !c.cluster().equals(exported.cluster().uid()))
                .ifPresent(c -> trailers.put(Trailers.PREVIOUS_CLUSTER, c.cluster()));
        StringBuilder text = new StringBuilder();
        trailers.forEach(
                (key, value) -> text.append(key).append(": ").append(value).append('\n'));
        return text.toString();
    }

    private static long sequence(Optional<Snapshot> base) {
        return base.flatMap(b -> b.trailers().get(Trailers.SEQUENCE))
                .map(Long::parseLong)
                .orElse(0L);
    }

    private static String name(BackupPolicy policy) {
        return policy.name() + "@sha256:" + HexFormat.of().formatHex(Sha256.of(policy.source()));
    }

    /** Says that a run took place and what describes the cluster now: a quiet cluster must not look dead. */
    void recordRun(String component, Commit snapshot, Cut cut, boolean complete) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        String message = "Run of " + component + "\n\n"
                + Trailers.REPOSITORY + ": " + repositoryId + "\n"
                + Trailers.COMPONENT + ": " + component + "\n"
                + Trailers.SNAPSHOT + ": " + snapshot.id() + "\n"
                + Trailers.REVISION + ": " + cut.revision() + "\n"
                + Trailers.STATUS + ": " + (complete ? Trailers.COMPLETE : Trailers.PARTIAL) + "\n"
                + Trailers.TIME + ": " + now + "\n";
        try (TreeTransaction transaction = repository.begin(Optional.empty())) {
            transaction.replace(RunRecord.ref(component), draft(message), signer);
        }
    }

    private CommitDraft draft(String message) {
        return CommitDraft.byTidemark(message, clock.instant());
    }
}
