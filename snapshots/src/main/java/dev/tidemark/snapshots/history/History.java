package dev.tidemark.snapshots.history;

import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.layout.Trailers;
import dev.tidemark.snapshots.model.Failure;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The history of one component, and what a revision means in it. */
public final class History {

    public static final String LIVE = "live/";
    private static final String HEADS = "refs/heads/";

    private final SnapshotRepository repository;
    private final String component;
    private final Clock clock;

    /** {@code component} names the branch {@code live/<component>}. */
    public History(SnapshotRepository repository, String component, Clock clock) {
        this.repository = repository;
        this.component = component;
        this.clock = clock;
    }

    /**
     * The component that is meant when none is named: HEAD's, else the only one.
     *
     * @throws Failure usage, listing them, when neither decides
     */
    public static String defaultComponent(SnapshotRepository repository) {
        if (repository.headBranch().startsWith(LIVE)) {
            return repository.headBranch().substring(LIVE.length());
        }
        List<String> branches = repository.branches(LIVE);
        if (branches.size() == 1) {
            return branches.getFirst().substring(LIVE.length());
        }
        throw Failure.usage(
                "component",
                "choose a component",
                "HEAD is on " + repository.headBranch() + ", and there are "
                        + (branches.isEmpty() ? "no components" : String.join(", ", branches)),
                "name one with --component");
    }

    public String component() {
        return component;
    }

    /** The component's branch as a full ref. */
    public String ref() {
        return HEADS + LIVE + component;
    }

    public Optional<Commit> tip() {
        return repository.tip(ref());
    }

    public Snapshot open(Commit commit) {
        return new Snapshot(repository, commit);
    }

    /**
     * The commit that {@code revision} means: a Git name, {@code latest}, or a time.
     *
     * @throws Failure usage, when it means nothing here
     */
    public Commit resolve(String revision) {
        if (revision.equals("latest")) {
            return latest();
        }
        Optional<Commit> named = repository.resolve(revision);
        if (named.isPresent()) {
            return named.get();
        }
        Instant time = RevisionTime.last(revision, clock).orElseThrow(() -> unknown(revision));
        return at(time).orElseThrow(() -> Failure.usage(
                "unknown-revision",
                "find the snapshot of " + revision,
                "there is no complete snapshot at or before " + time + " on live/" + component,
                "tidemark log lists what there is"));
    }

    /**
     * The time from which on {@code text} means; of a day, its beginning.
     *
     * @throws Failure usage, when it is no time
     */
    public Instant since(String text) {
        return RevisionTime.first(text, clock).orElseThrow(() -> noTime(text));
    }

    /**
     * The time up to which {@code text} means; of a day, its end.
     *
     * @throws Failure usage, when it is no time
     */
    public Instant until(String text) {
        return RevisionTime.last(text, clock).orElseThrow(() -> noTime(text));
    }

    private static Failure noTime(String text) {
        return Failure.usage(
                "bad-time",
                "read the time " + text,
                "it is none",
                "write it as 2026-11-01, 2026-11-01T10:00Z or \"2 hours ago\"");
    }

    private static Failure unknown(String revision) {
        return Failure.usage(
                "unknown-revision",
                "find the revision " + revision,
                "it is neither a commit, tag or branch, nor a time",
                "tidemark log lists the commits; a time looks like 2026-11-01T10:00Z or \"2 hours ago\"");
    }

    private Commit latest() {
        return newest(c -> Trailers.of(c.message()).complete()).orElseThrow(() -> {
            Optional<Commit> partial = newest(c -> Trailers.of(c.message()).snapshot());
            return Failure.usage(
                    "no-complete-snapshot",
                    "find the latest complete snapshot on live/" + component,
                    partial.map(c -> "the newest one, " + c.shortId() + ", is partial")
                            .orElse("there is no snapshot yet"),
                    partial.map(c -> "name it if it will do: " + c.shortId())
                            .orElse("make one with tidemark snapshot"));
        });
    }

    private Optional<Commit> at(Instant time) {
        return newest(c -> !c.time().isAfter(time) && Trailers.of(c.message()).complete());
    }

    private Optional<Commit> newest(java.util.function.Predicate<Commit> wanted) {
        List<Commit> found = new ArrayList<>(1);
        tip().ifPresent(tip -> repository.walk(tip, commit -> {
            if (wanted.test(commit)) {
                found.add(commit);
            }
            return found.isEmpty();
        }));
        return found.stream().findFirst();
    }
}
