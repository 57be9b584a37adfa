package dev.tidemark.reconciler.verify;

import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.layout.ClusterFile;
import dev.tidemark.snapshots.layout.CoverageFile;
import dev.tidemark.snapshots.layout.ManifestReader;
import dev.tidemark.snapshots.layout.OwnersFile;
import dev.tidemark.snapshots.layout.RepositoryFile;
import dev.tidemark.snapshots.layout.SealedDocuments;
import dev.tidemark.snapshots.layout.SecretDocuments;
import dev.tidemark.snapshots.layout.SnapshotLayout;
import dev.tidemark.snapshots.layout.Trailers;
import dev.tidemark.snapshots.layout.TypesFile;
import dev.tidemark.snapshots.model.BlobId;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.Finding;
import dev.tidemark.snapshots.model.Manifest;
import dev.tidemark.snapshots.model.TypeTable;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Whether one file of a snapshot is whole, in form, and where it belongs. May be used by several threads. */
final class FileCheck {

    private static final Map<String, Consumer<byte[]>> READERS = Map.of(
            SnapshotLayout.REPOSITORY, RepositoryFile::parse,
            SnapshotLayout.CLUSTER, ClusterFile::parse,
            SnapshotLayout.COVERAGE, CoverageFile::read,
            SnapshotLayout.TYPES, TypesFile::read,
            SnapshotLayout.OWNERS, OwnersFile::read);

    private static final Set<String> OTHERS =
            Set.of(SnapshotLayout.ATTRIBUTES, SnapshotLayout.POLICY, SnapshotLayout.ALLOWED_SIGNERS);

    private final SnapshotRepository repository;
    private final SealInspection seals;
    private final Consumer<Finding> report;

    FileCheck(SnapshotRepository repository, SealInspection seals, Consumer<Finding> report) {
        this.repository = repository;
        this.seals = seals;
        this.report = report;
    }

    /** {@code types} are those of the snapshot. */
    void check(Commit commit, TypeTable types, String path, BlobId blob) {
        String subject = commit.shortId() + " " + path;
        try {
            byte[] content = repository.read(blob);
            if (SnapshotLayout.isManifest(path)) {
                manifest(commit, subject, path, new ManifestReader(types).read(path, content), content);
            } else {
                other(commit, subject, path, content);
            }
        } catch (Failure failure) {
            report.accept(Finding.fail(failure.reason(), subject, failure.why(), fix(failure)));
        }
    }

    private static String fix(Failure failure) {
        return failure.reason().equals("corrupt-repository")
                ? "fetch the object from a remote or a copy; a restore goes on without this file"
                : failure.hint();
    }

    private void manifest(Commit commit, String subject, String path, Manifest manifest, byte[] content) {
        String place = SealedDocuments.file(SnapshotLayout.path(manifest.id()), manifest.tree());
        if (!place.equals(path)) {
            report.accept(Finding.fail(
                    "misplaced", subject, "it is " + manifest.id() + ", which stands at " + place, "move it there"));
        }
        if (!Arrays.equals(CanonicalYaml.write(manifest.tree()), content)) {
            boolean machine = Trailers.of(commit.message()).snapshot();
            report.accept(new Finding(
                    machine ? Finding.Level.FAIL : Finding.Level.WARN,
                    "not-canonical",
                    subject,
                    "it is not written as Tidemark writes it",
                    machine ? "find out who has written it" : ""));
        }
        if (SealedDocuments.isSealed(manifest.tree())) {
            seals.inspect(subject, manifest.tree());
        } else if (SecretDocuments.isSecret(manifest.id())) {
            report.accept(Finding.fail(
                    "plaintext-secret",
                    subject,
                    "it is a Secret in plain text",
                    "change its values where they are used; history keeps the old ones"));
        }
    }

    private void other(Commit commit, String subject, String path, byte[] content) {
        if (READERS.containsKey(path)) {
            READERS.get(path).accept(content);
        } else if (!OTHERS.contains(path) && Trailers.of(commit.message()).snapshot()) {
            report.accept(Finding.warn(
                    "stray-file", subject, "no snapshot has such a file", "find out who has put it there"));
        }
    }
}
