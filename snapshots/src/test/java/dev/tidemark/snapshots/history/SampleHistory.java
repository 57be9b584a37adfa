package dev.tidemark.snapshots.history;

import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.CommitDraft;
import dev.tidemark.snapshots.git.CommitResult;
import dev.tidemark.snapshots.git.CommitSigner;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.git.TreeTransaction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A repository whose commits a test writes by hand. An empty text removes a file. */
final class SampleHistory implements AutoCloseable {

    private final SnapshotRepository repository;
    private int counter;

    SampleHistory(Path folder) {
        this.repository = SnapshotRepository.create(folder, true, "live/default");
    }

    SnapshotRepository repository() {
        return repository;
    }

    /** A snapshot on {@code live/<component>} with this status, at this time. */
    Commit snapshot(String component, String status, String time) {
        counter++;
        return commit(
                component,
                "Snapshot " + counter + "\n\nTidemark-Status: " + status + "\nTidemark-Seq: " + counter + "\n",
                time,
                Map.of("count", Integer.toString(counter)));
    }

    /** A commit on {@code live/<component>} that changes these files. */
    Commit commit(String component, String message, String time, Map<String, String> files) {
        String ref = "refs/heads/live/" + component;
        Optional<Commit> tip = repository.tip(ref);
        try (TreeTransaction transaction = repository.begin(tip)) {
            files.forEach((path, text) -> {
                if (text.isEmpty()) {
                    transaction.remove(path);
                } else {
                    transaction.put(path, text.getBytes(StandardCharsets.UTF_8));
                }
            });
            CommitResult result = transaction.commit(
                    ref,
                    tip,
                    new CommitDraft(message, "Tidemark", "tidemark@example.com", Instant.parse(time)),
                    CommitSigner.NONE);
            return ((CommitResult.Committed) result).commit();
        }
    }

    @Override
    public void close() {
        repository.close();
    }
}
