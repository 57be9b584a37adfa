package dev.tidemark.snapshots.history;

import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.layout.Trailers;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * The newest run that looked at a whole component.
 *
 * @param record the commit that says so
 * @param complete whether it saw everything that was asked for
 * @param time when it ran
 */
public record RunRecord(Commit record, boolean complete, Instant time) {

    private static final String RUNS = "refs/tidemark/runs/";

    /** The full ref of a component's record. */
    public static String ref(String component) {
        return RUNS + component;
    }

    /** Empty when there was no such run, or its record makes no sense. */
    public static Optional<RunRecord> of(SnapshotRepository repository, String component) {
        return repository.tip(ref(component)).flatMap(RunRecord::read);
    }

    private static Optional<RunRecord> read(Commit commit) {
        Trailers trailers = Trailers.of(commit.message());
        boolean complete = trailers.get(Trailers.STATUS).equals(Optional.of(Trailers.COMPLETE));
        try {
            return trailers.get(Trailers.TIME).map(time -> new RunRecord(commit, complete, Instant.parse(time)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
