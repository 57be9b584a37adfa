package dev.tidemark.reconciler.verify;

import dev.tidemark.reconciler.capture.WorkQueue;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.git.TreeVisitor;
import dev.tidemark.snapshots.layout.SnapshotLayout;
import dev.tidemark.snapshots.layout.Trailers;
import dev.tidemark.snapshots.layout.TypesFile;
import dev.tidemark.snapshots.model.BlobId;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.Finding;
import dev.tidemark.snapshots.model.TypeTable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Checks the files of commits. Of a history, each file is checked in the commit that brought it: what a commit shares
 * with its parent was checked there. What cannot be read is told, and the rest is checked all the same.
 */
final class ContentCheck {

    private final SnapshotRepository repository;
    private final FileCheck files;
    private final Consumer<Finding> report;
    private int commits;
    private int checked;
    private Optional<BlobId> typesBlob = Optional.empty();
    private TypeTable types = new TypeTable(List.of());

    ContentCheck(SnapshotRepository repository, FileCheck files, Consumer<Finding> report) {
        this.repository = repository;
        this.files = files;
        this.report = report;
    }

    /** All files of one commit. */
    void of(Commit commit) {
        try (WorkQueue work = new WorkQueue()) {
            check(work, commit, Optional.empty());
            work.await();
        }
    }

    /** All files of everything that leads to one of {@code tips}. */
    void history(List<Commit> tips) {
        try (WorkQueue work = new WorkQueue()) {
            history(work, tips);
            work.await();
        }
    }

    private void history(WorkQueue work, List<Commit> tips) {
        Deque<Commit> open = new ArrayDeque<>(tips);
        Set<String> seen = new HashSet<>();
        tips.forEach(tip -> seen.add(tip.id()));
        while (!open.isEmpty()) {
            Commit commit = open.pop();
            List<Commit> before = before(commit);
            check(work, commit, before.stream().findFirst());
            before.stream().filter(c -> seen.add(c.id())).forEach(open::push);
        }
    }

    /** The parents that can be read; of an epoch's first commit, the last one of the epoch before. */
    private List<Commit> before(Commit commit) {
        List<String> ids = commit.parents().isEmpty()
                ? Trailers.of(commit.message()).get(Trailers.PREVIOUS_EPOCH).filter(repository::has).stream()
                        .toList()
                : commit.parents();
        return ids.stream().flatMap(id -> readable(commit, id).stream()).toList();
    }

    private Optional<Commit> readable(Commit child, String id) {
        try {
            return Optional.of(repository.commit(id));
        } catch (Failure unreadable) {
            if (!repository.shallow()) {
                report.accept(Finding.fail(
                        unreadable.reason(),
                        id.substring(0, 7),
                        "the commit before " + child.shortId() + " cannot be read, and nothing before it: "
                                + unreadable.why(),
                        "fetch it from a remote or a copy"));
            }
            return Optional.empty();
        }
    }

    private void check(WorkQueue work, Commit commit, Optional<Commit> before) {
        commits++;
        TypeTable then = types(commit);
        repository.visit(commit, before, new TreeVisitor() {
            @Override
            public void file(String path, BlobId blob) {
                checked++;
                work.submit(() -> files.check(commit, then, path, blob));
            }

            @Override
            public void unreadable(String path, String why) {
                report.accept(Finding.fail(
                        "unreadable", commit.shortId() + " " + path, why, "fetch the object from a remote or a copy"));
            }
        });
    }

    /** Types change seldom, so that the last ones are kept; what cannot be read is told with the file. */
    private TypeTable types(Commit commit) {
        try {
            Optional<BlobId> blob = repository.blobAt(commit, SnapshotLayout.TYPES);
            if (!blob.equals(typesBlob)) {
                types = blob.map(repository::read).map(TypesFile::read).orElse(new TypeTable(List.of()));
                typesBlob = blob;
            }
        } catch (Failure unreadable) {
            types = new TypeTable(List.of());
            typesBlob = Optional.empty();
        }
        return types;
    }

    /** How much was looked at. */
    String extent() {
        return commits + (commits == 1 ? " commit, " : " commits, ") + checked + (checked == 1 ? " file" : " files");
    }
}
