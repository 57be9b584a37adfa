package dev.tidemark.reconciler.doctor;

import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What writers left behind that were killed: their own note, and Git's locks, which keep every later one from writing. */
public final class WriterCheck implements Check {

    /** A lock is held for the time of one small file. */
    private static final Duration ABANDONED = Duration.ofMinutes(10);

    private final SnapshotRepository repository;
    private final Clock clock;

    public WriterCheck(SnapshotRepository repository, Clock clock) {
        this.repository = repository;
        this.clock = clock;
    }

    @Override
    public String subject() {
        return "writers of " + repository.directory();
    }

    @Override
    public List<Finding> look() {
        List<Finding> findings = new ArrayList<>();
        if (repository.unfinished()) {
            findings.add(Finding.warn(
                    "unfinished-writer",
                    subject(),
                    "one is at work, or was killed",
                    "the next tidemark snapshot finishes what it left"));
        }
        for (Path lock : abandonedLocks()) {
            findings.add(Finding.fail(
                    "abandoned-lock",
                    lock.toString(),
                    "Git writes nothing there while it exists, and it is older than " + ABANDONED.toMinutes()
                            + " minutes",
                    "if no git is at work there, delete it"));
        }
        return findings.isEmpty()
                ? List.of(Finding.ok("writers", subject(), "none has left anything unfinished"))
                : findings;
    }

    private List<Path> abandonedLocks() {
        Path git = repository.gitDirectory();
        try (Stream<Path> here = Files.list(git);
                Stream<Path> refs = Files.walk(git.resolve("refs"))) {
            List<Path> abandoned = new ArrayList<>();
            for (Path file :
                    Stream.concat(here, refs).filter(WriterCheck::isLock).toList()) {
                if (old(file)) {
                    abandoned.add(file);
                }
            }
            return abandoned;
        } catch (IOException e) {
            throw Failure.failed(
                    "unreadable",
                    "look for locks in " + git,
                    String.valueOf(e.getMessage()),
                    "check who may read the repository",
                    e);
        }
    }

    /** Ours is the operating system's, and its file stays. */
    private static boolean isLock(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".lock") && !name.equals("tidemark.lock");
    }

    private boolean old(Path file) throws IOException {
        Instant written = Files.getLastModifiedTime(file).toInstant();
        return written.plus(ABANDONED).isBefore(clock.instant());
    }
}
