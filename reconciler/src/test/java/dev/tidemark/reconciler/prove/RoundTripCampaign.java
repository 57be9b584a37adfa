package dev.tidemark.reconciler.prove;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.Tidemark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whatever was done to a namespace, restoring a snapshot makes it equal to that, and undo takes it back. */
@ExtendWith(ControlPlane.class)
class RoundTripCampaign {

    private static final Set<String> WRITES = Set.of("created", "updated", "recreated", "deleted");
    private static final int MOST_CHANGES = 12;
    private static final int UNDO_EVERY = 3;

    private final Extent extent = Extent.of(RoundTripCampaign.class, 25);
    private final Random random = extent.random();

    private int written;
    private int undone;
    private int sealedAnew;

    @TempDir
    private Path folder;

    @Test
    void a_restore_after_random_changes_makes_the_namespace_equal_to_the_snapshot(
            Kubectl kubectl, Namespace namespace, Tidemark tidemark) {
        kubectl.in(namespace).applyResource("/prove/many-kinds.yaml");
        tidemark.init();
        RandomChanges changes = new RandomChanges(kubectl.in(namespace), random, folder.resolve("manifest.yaml"));
        List<JsonNode> snapshots = new ArrayList<>(List.of(snapshot(tidemark, namespace)));
        int made = 0;
        for (int round = 1; round <= extent.count(); round++) {
            List<String> commands = changes.make(1 + random.nextInt(MOST_CHANGES));
            made += commands.size();
            try {
                if (round % UNDO_EVERY == 0) {
                    snapshots.add(snapshot(tidemark, namespace));
                    if (restore(tidemark, namespace, snapshots.get(random.nextInt(snapshots.size()))) > 0) {
                        undo(tidemark, namespace, snapshots.getLast());
                    }
                    snapshots.add(snapshot(tidemark, namespace));
                } else {
                    restore(tidemark, namespace, snapshots.getLast());
                }
            } catch (AssertionError e) {
                throw new AssertionError("round " + round + ", after\n  " + String.join("\n  ", commands), e);
            }
        }
        extent.report(made + " changes, " + extent.count() + " restores that wrote " + written + " objects, " + undone
                + " of them undone, " + sealedAnew + " Secrets sealed anew");
    }

    private static JsonNode snapshot(Tidemark tidemark, Namespace namespace) {
        return tidemark.json(0, "snapshot", "-n", namespace.name());
    }

    /** Twice: the second time there is nothing to do. Returns how many objects the first one wrote. */
    private int restore(Tidemark tidemark, Namespace namespace, JsonNode snapshot) {
        String commit = snapshot.get("commit").asText();
        Git git = new Git(tidemark.repository());
        boolean tip = commit.equals(git.tip());
        String[] restore = {
            "restore", commit, "-n", namespace.name(), "--prune", "--yes", "--no-wait", "--max-deletes", "100"
        };
        int wrote = writes(tidemark.json(0, restore));
        tidemark.run("diff", commit, "-n", namespace.name()).exited(0);
        String tree = snapshot(tidemark, namespace).get("tree").asText();
        assertSame(git.run("diff", "--name-only", snapshot.get("tree").asText(), tree), tip);
        restore[5] = "--dry-run";
        tidemark.run(restore).exited(0);
        written += wrote;
        return wrote;
    }

    private static int writes(JsonNode report) {
        int writes = 0;
        for (JsonNode result : report.get("results")) {
            writes += WRITES.contains(result.get("outcome").asText()) ? 1 : 0;
        }
        return writes;
    }

    /** A Secret keeps its ciphertext from the tip alone: one that the tip has not, or has otherwise, is sealed anew. */
    private void assertSame(String differing, boolean tip) {
        if (tip) {
            assertThat(differing).as("files that differ from the restored tip").isEmpty();
        }
        assertThat(differing.lines())
                .as("files that differ from the restored snapshot")
                .allMatch(path -> path.contains("/core/secrets/"));
        sealedAnew += (int) differing.lines().count();
    }

    private void undo(Tidemark tidemark, Namespace namespace, JsonNode before) {
        tidemark.run("undo", "--yes").exited(0);
        tidemark.run("diff", before.get("commit").asText(), "-n", namespace.name())
                .exited(0);
        undone++;
    }
}
