package dev.tidemark.reconciler.verify;

import dev.tidemark.reconciler.capture.TypeScope;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.git.TreeVisitor;
import dev.tidemark.snapshots.layout.CoverageFile;
import dev.tidemark.snapshots.layout.SnapshotLayout;
import dev.tidemark.snapshots.layout.Trailers;
import dev.tidemark.snapshots.model.BlobId;
import dev.tidemark.snapshots.model.Coverage;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.Finding;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Whether a snapshot holds as many objects as it says, and how much of the cluster it claims to know. */
final class SnapshotCheck {

    private final SnapshotRepository repository;
    private final Consumer<Finding> report;

    SnapshotCheck(SnapshotRepository repository, Consumer<Finding> report) {
        this.repository = repository;
        this.report = report;
    }

    void check(Commit commit) {
        Trailers trailers = Trailers.of(commit.message());
        if (!trailers.snapshot()) {
            return;
        }
        Map<TypeScope, Integer> counts = new HashMap<>();
        int objects = count(commit, counts);
        String stated = trailers.get(Trailers.OBJECTS).orElse("");
        if (!stated.isEmpty() && !stated.equals(Integer.toString(objects))) {
            fail(commit, "object-count", "it says that it has " + stated + " objects, and has " + objects);
        }
        try {
            repository
                    .blobAt(commit, SnapshotLayout.COVERAGE)
                    .map(repository::read)
                    .map(CoverageFile::read)
                    .ifPresentOrElse(
                            coverage -> coverage(commit, trailers, coverage, counts),
                            () -> fail(commit, "no-coverage", "it does not say what it knows of the cluster"));
        } catch (Failure unreadable) {
            // told with the file
        }
    }

    /** Folders that cannot be read are told with the files. */
    private int count(Commit commit, Map<TypeScope, Integer> counts) {
        int[] objects = new int[1];
        repository.visit(commit, Optional.empty(), new TreeVisitor() {
            @Override
            public void file(String path, BlobId blob) {
                if (SnapshotLayout.isManifest(path)) {
                    objects[0]++;
                    TypeScope.ofPath(SnapshotLayout.objectPath(path))
                            .withWhole()
                            .forEach(scope -> counts.merge(scope, 1, Integer::sum));
                }
            }

            @Override
            public void unreadable(String path, String why) {}
        });
        return objects[0];
    }

    private void coverage(Commit commit, Trailers trailers, Coverage coverage, Map<TypeScope, Integer> counts) {
        for (Coverage.Entry entry : coverage.entries()) {
            int held = counts.getOrDefault(TypeScope.of(entry), 0);
            if (held != entry.count()) {
                fail(
                        commit,
                        "coverage-mismatch",
                        "of " + entry.resource() + (entry.group().isEmpty() ? "" : "." + entry.group()) + " ("
                                + entry.scope() + ") it says that it has " + entry.count() + ", and has " + held);
            }
        }
        if (trailers.complete() && !coverage.complete()) {
            fail(commit, "coverage-mismatch", "it says that it is complete, and its coverage does not");
        } else if (coverage.complete()) {
            report.accept(Finding.ok(
                    "coverage",
                    commit.shortId(),
                    coverage.entries().size() + " types and scopes, all known completely"));
        } else {
            report.accept(Finding.warn(
                    "partial",
                    commit.shortId(),
                    coverage.gaps().size() + " types or scopes are not known completely",
                    "tidemark show " + commit.shortId() + " lists them"));
        }
    }

    private void fail(Commit commit, String code, String message) {
        report.accept(Finding.fail(code, commit.shortId(), message, "compare it with another copy"));
    }
}
