package dev.tidemark.reconciler.cli;

import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.model.ResourceId;
import java.util.Optional;

/** Who changed an object, as the commit's body says: {@code ~ deployment.apps/web  (kubectl-edit, 2026-…)}. */
final class ChangedBy {

    private ChangedBy() {}

    static Optional<String> of(Commit commit, ResourceId id) {
        String wanted = "~ " + id.display() + "  (";
        return commit.message()
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith(wanted) && line.indexOf(',', wanted.length()) > 0)
                .map(line -> line.substring(wanted.length(), line.indexOf(',', wanted.length())))
                .findFirst();
    }
}
