package dev.tidemark.reconciler.verify;

import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.git.TrustedSigners;
import dev.tidemark.snapshots.history.History;
import dev.tidemark.snapshots.history.RunRecord;
import dev.tidemark.snapshots.layout.Trailers;
import dev.tidemark.snapshots.model.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Whether the cluster was seen whole lately enough. A quiet cluster makes no commits, but every run leaves its record. */
final class AgeCheck {

    private final SnapshotRepository repository;
    private final Optional<TrustedSigners> trusted;
    private final Finding.Level level;
    private final Consumer<Finding> report;

    /**
     * @param trusted with them, a record that they have not signed counts for nothing
     * @param level of a complete snapshot that is too old
     */
    AgeCheck(
            SnapshotRepository repository,
            Optional<TrustedSigners> trusted,
            Finding.Level level,
            Consumer<Finding> report) {
        this.repository = repository;
        this.trusted = trusted;
        this.level = level;
        this.report = report;
    }

    void check(History history, Duration recent, Instant now) {
        String subject = "live/" + history.component();
        Optional<RunRecord> run = RunRecord.of(repository, history.component());
        boolean signed = run.isPresent() && genuine(run.get().record());
        if (run.isPresent() && !signed) {
            report.accept(Finding.fail(
                    "run-record",
                    RunRecord.ref(history.component()),
                    "no trusted key has signed it",
                    "someone may have put it there; the next snapshot replaces it"));
        }
        Optional<Instant> last =
                run.filter(r -> signed && r.complete()).map(RunRecord::time).or(() -> newestComplete(history));
        if (last.isEmpty()) {
            report.accept(Finding.fail("stale", subject, "there is no complete snapshot", "tidemark snapshot"));
            return;
        }
        Duration age = Duration.between(last.get(), now);
        if (age.compareTo(recent) > 0) {
            report.accept(new Finding(
                    level,
                    "stale",
                    subject,
                    "the last complete snapshot is of " + last.get() + ", more than " + text(recent) + " ago",
                    "see why no snapshot was taken, or none was complete: tidemark snapshot"));
        } else {
            report.accept(Finding.ok("recent", subject, "complete at " + last.get()));
        }
    }

    private boolean genuine(Commit record) {
        return trusted.map(t -> t.verify(repository, record) instanceof TrustedSigners.Verdict.Trusted)
                .orElse(true);
    }

    private Optional<Instant> newestComplete(History history) {
        List<Instant> found = new ArrayList<>(1);
        history.tip()
                .ifPresent(tip -> repository.walk(tip, commit -> {
                    if (Trailers.of(commit.message()).complete()) {
                        found.add(commit.time());
                    }
                    return found.isEmpty();
                }));
        return found.stream().findFirst();
    }

    /** {@code 2h}, {@code 90m}, {@code 45s}. */
    private static String text(Duration duration) {
        if (duration.toSecondsPart() > 0) {
            return duration.toSeconds() + "s";
        }
        return duration.toMinutesPart() > 0 ? duration.toMinutes() + "m" : duration.toHours() + "h";
    }
}
