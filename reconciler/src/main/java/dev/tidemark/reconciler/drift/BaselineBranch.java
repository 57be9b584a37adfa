package dev.tidemark.reconciler.drift;

import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.CommitResult;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.history.Baseline;
import dev.tidemark.snapshots.history.History;
import dev.tidemark.snapshots.model.Failure;
import java.util.Optional;

/** The branch {@code main}, which people write and merge into: on the first remote, where there is one. */
public final class BaselineBranch {

    private final SnapshotRepository repository;

    public BaselineBranch(SnapshotRepository repository) {
        this.repository = repository;
    }

    /**
     * Makes the newest complete snapshot of a component the baseline.
     *
     * @throws Failure usage, when there is a baseline already, or no complete snapshot
     */
    public Commit begin(History history) {
        Commit latest = history.resolve("latest");
        if (follow().isPresent()
                || !(repository.move(Baseline.REF, Optional.empty(), latest) instanceof CommitResult.Committed)) {
            throw Failure.usage(
                    "baseline-exists",
                    "make " + latest.shortId() + " the approved baseline",
                    "there is a branch main already",
                    "merge into it what is to be approved");
        }
        return latest;
    }

    /**
     * The baseline, with what people have merged on the first remote.
     *
     * @throws Failure usage, when there is none, or both sides have commits that the other lacks
     */
    public Baseline current() {
        return follow().orElseThrow(() -> Failure.usage(
                "no-baseline",
                "find the approved baseline",
                "there is no branch main",
                "make one of the latest snapshot with tidemark drift --init"));
    }

    private Optional<Baseline> follow() {
        repository.remotes().stream()
                .findFirst()
                .flatMap(remote -> repository.remote(remote).fetch(Baseline.REF))
                .ifPresent(this::follow);
        return Baseline.of(repository);
    }

    private void follow(Commit theirs) {
        Optional<Commit> ours = repository.tip(Baseline.REF);
        if (ours.isPresent() && repository.contains(ours.get(), theirs)) {
            return;
        }
        if (ours.isPresent() && !repository.contains(theirs, ours.get())) {
            throw Failure.usage(
                    "diverged",
                    "bring main up to date",
                    "main here (" + ours.get().shortId() + ") and on the remote (" + theirs.shortId()
                            + ") both have commits that the other lacks",
                    "merge one into the other with git");
        }
        repository.move(Baseline.REF, ours, theirs);
    }
}
